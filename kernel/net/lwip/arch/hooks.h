/* SPDX-License-Identifier: MIT */
/*
 * hooks.h - where lwIP asks the kernel: kernel/net/inet/route.c, netif.c.
 */
#ifndef LWIP_ARCH_HOOKS_H
#define LWIP_ARCH_HOOKS_H

#include "lwip/ip4_addr.h"

struct netif;
struct pbuf;

struct netif *inet_hook_route(const ip4_addr_t *src, const ip4_addr_t *dest);
const ip4_addr_t *inet_hook_gateway(struct netif *netif,
				    const ip4_addr_t *dest);
uint32_t inet_hook_isn(void);

#endif
