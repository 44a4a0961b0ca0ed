/* SPDX-License-Identifier: MIT */
/*
 * route.c - which device a packet leaves by.
 *
 * A list, the longest masks first: the first route that fits is the best. What
 * is for this machine itself goes by lo, whatever the list says. lwIP asks
 * here for each packet (arch/hooks.h).
 */
#include "internal.h"

#define NR_ROUTES_MAX	256u

static LIST_HEAD(routes);
static unsigned int nr_routes;

const struct inet_route *inet_next_route(const struct inet_route *r)
{
	const struct list_head *next = r ? r->list.next : routes.next;

	return next == &routes ? NULL :
		list_entry(next, struct inet_route, list);
}

static bool same(const struct inet_route *a, const struct inet_route *b)
{
	return a->dst == b->dst && a->mask == b->mask &&
	       a->metric == b->metric;
}

static bool goes_before(const struct inet_route *a, const struct inet_route *b)
{
	if (a->mask != b->mask)
		return ntohl(a->mask) > ntohl(b->mask);
	return a->metric < b->metric;
}

int inet_route_add(const struct inet_route *r)
{
	struct inet_route *new, *at;

	list_for_each_entry(at, &routes, list)
		if (same(at, r))
			return -EEXIST;
	if (nr_routes >= NR_ROUTES_MAX)
		return -ENOBUFS;
	new = kmalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOBUFS;
	*new = *r;
	list_for_each_entry(at, &routes, list)
		if (goes_before(r, at))
			break;
	list_add_tail(&new->list, &at->list);
	nr_routes++;
	return 0;
}

static void remove(struct inet_route *r)
{
	list_del(&r->list);
	nr_routes--;
	kfree(r);
}

int inet_route_del(const struct inet_route *r)
{
	struct inet_route *at;

	list_for_each_entry(at, &routes, list) {
		if (at->dst != r->dst || at->mask != r->mask ||
		    (r->dev && at->dev != r->dev) ||
		    (r->gateway && at->gateway != r->gateway))
			continue;
		remove(at);
		return 0;
	}
	return -ESRCH;
}

void inet_routes_flush(const struct net_device *dev)
{
	struct inet_route *r, *next;

	list_for_each_entry_safe(r, next, &routes, list)
		if (!dev || r->dev == dev)
			remove(r);
}

static const struct inet_route *find(u32 dst)
{
	struct inet_route *r;

	list_for_each_entry(r, &routes, list)
		if ((dst & r->mask) == r->dst)
			return r;
	return NULL;
}

static struct netif *loopback(void)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
		if (((struct inet_dev *)netif)->dev->flags & IFF_LOOPBACK)
			return netif_is_up(netif) ? netif : NULL;
	return NULL;
}

/* To everybody: by the first interface that can. */
static struct netif *broadcast(void)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
		if (netif_is_up(netif) && netif_is_link_up(netif) &&
		    netif->flags & NETIF_FLAG_BROADCAST)
			return netif;
	return NULL;
}

static struct netif *netif_to(u32 dst)
{
	const struct inet_route *r;

	if (inet_is_local(dst))
		return loopback();
	r = find(dst);
	if (r && !(r->flags & RTF_REJECT) && inet_dev_of(r->dev))
		return &inet_dev_of(r->dev)->netif;
	return dst == 0xffffffffu ? broadcast() : NULL;
}

struct netif *inet_hook_route(const ip4_addr_t *src, const ip4_addr_t *dest)
{
	return netif_to(dest->addr);
}

const ip4_addr_t *inet_hook_gateway(struct netif *netif, const ip4_addr_t *dest)
{
	static ip4_addr_t gateway;
	const struct inet_route *r = find(dest->addr);

	/* Without one the destination itself is asked for. */
	gateway.addr = r && r->flags & RTF_GATEWAY ? r->gateway : dest->addr;
	return &gateway;
}

u32 inet_source_for(u32 daddr)
{
	struct netif *netif = netif_to(daddr);

	if (!netif)
		return 0;
	if (inet_is_local(daddr) && ntohl(daddr) >> 24 != 127)
		return daddr;
	return netif_ip4_addr(netif)->addr;
}
