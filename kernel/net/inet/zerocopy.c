/* SPDX-License-Identifier: MIT */
/*
 * zerocopy.c - sending user pages as they are.
 */
#include <lwip/priv/tcp_priv.h>
#include "internal.h"

struct ubuf_info *inet_uarg_of(const struct pbuf *p, u32 off)
{
	return NULL;
}

int inet_recv_error(struct sock *sk, struct msghdr *msg, size_t len)
{
	return -EAGAIN;
}
