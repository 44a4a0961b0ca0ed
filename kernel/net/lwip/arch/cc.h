/* SPDX-License-Identifier: MIT */
/*
 * cc.h - what lwIP asks of a compiler and of the machine around it.
 */
#ifndef LWIP_ARCH_CC_H
#define LWIP_ARCH_CC_H

#include <octavo/types.h>

#define LWIP_NO_INTTYPES_H	1
#define LWIP_NO_LIMITS_H	1
#define LWIP_NO_UNISTD_H	1
#define LWIP_NO_CTYPE_H		1
#define BYTE_ORDER		LITTLE_ENDIAN
#define SSIZE_MAX		INT_MAX		/* ssize_t is there already */
#define LWIP_ERR_T		int
#define LWIP_DONT_PROVIDE_BYTEORDER_FUNCTIONS	1
#define lwip_htons(x)		__builtin_bswap16(x)
#define lwip_htonl(x)		__builtin_bswap32(x)

#define X8_F			"02x"
#define U16_F			"u"
#define S16_F			"d"
#define X16_F			"x"
#define U32_F			"u"
#define S32_F			"d"
#define X32_F			"x"
#define SZT_F			"zu"

/* kernel/net/inet/glue.c */
void *lwip_malloc(size_t size);
void *lwip_calloc(size_t nr, size_t size);
void lwip_free(void *p);
uint32_t lwip_random(void);
__attribute__((__noreturn__)) void lwip_panic(const char *why, const char *file, int line);

#define LWIP_RAND()		lwip_random()
#define LWIP_PLATFORM_DIAG(x)	do { } while (0)
#define LWIP_PLATFORM_ASSERT(x)	lwip_panic(x, __FILE__, __LINE__)

#endif
