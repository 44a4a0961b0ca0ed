/* SPDX-License-Identifier: MIT */
/*
 * uapi/errqueue.h - what recvmsg(2) with MSG_ERRQUEUE tells in its ancillary
 * data (SOL_IP, IP_RECVERR).
 */
#ifndef UAPI_ERRQUEUE_H
#define UAPI_ERRQUEUE_H

struct sock_extended_err {
	unsigned int ee_errno;
	unsigned char ee_origin;	/* SO_EE_ORIGIN_* */
	unsigned char ee_type;
	unsigned char ee_code;		/* SO_EE_CODE_* */
	unsigned char ee_pad;
	unsigned int ee_info;		/* zero copy: the first call, */
	unsigned int ee_data;		/* and the last */
};

#define SO_EE_ORIGIN_NONE	0
#define SO_EE_ORIGIN_LOCAL	1
#define SO_EE_ORIGIN_ICMP	2
#define SO_EE_ORIGIN_ICMP6	3
#define SO_EE_ORIGIN_TXSTATUS	4
#define SO_EE_ORIGIN_ZEROCOPY	5

#define SO_EE_CODE_ZEROCOPY_COPIED	1

#endif
