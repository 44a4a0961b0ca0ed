/* SPDX-License-Identifier: MIT */
/*
 * uapi/un.h - addresses of AF_UNIX.
 */
#ifndef UAPI_UN_H
#define UAPI_UN_H

#define UNIX_PATH_MAX	108

struct sockaddr_un {
	unsigned short sun_family;
	char sun_path[UNIX_PATH_MAX];	/* a path, or 0 and any bytes */
};

#endif
