/* SPDX-License-Identifier: MIT */
/*
 * uapi/uio.h - vectors of user memory, as readv(2) and sendmsg(2) take them.
 */
#ifndef UAPI_UIO_H
#define UAPI_UIO_H

struct iovec {
	void *iov_base;
	unsigned long iov_len;
};

#define UIO_FASTIOV	8u		/* so many need no allocation */
#define UIO_MAXIOV	1024u		/* IOV_MAX */

#endif
