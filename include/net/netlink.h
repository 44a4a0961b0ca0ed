/* SPDX-License-Identifier: MIT */
/*
 * netlink.h - attributes of a netlink message.
 */
#ifndef DOOR_NET_NETLINK_H
#define DOOR_NET_NETLINK_H

#include <linux/netlink.h>
#include <linux/string.h>

#define NLA_ALIGNTO	4
#define NLA_HDRLEN	((int)sizeof(struct nlattr))

enum {
	NLA_UNSPEC, NLA_U8, NLA_U16, NLA_U32, NLA_U64, NLA_STRING, NLA_FLAG,
	NLA_MSECS, NLA_NESTED, NLA_NESTED_ARRAY, NLA_NUL_STRING, NLA_BINARY,
	NLA_S8, NLA_S16, NLA_S32, NLA_S64,
};

static inline void *nla_data(const struct nlattr *nla)
{
	return (char *)nla + NLA_HDRLEN;
}

static inline int nla_len(const struct nlattr *nla)
{
	return nla->nla_len - NLA_HDRLEN;
}

static inline u8 nla_get_u8(const struct nlattr *nla)
{
	return *(u8 *)nla_data(nla);
}

static inline u16 nla_get_u16(const struct nlattr *nla)
{
	return *(u16 *)nla_data(nla);
}

static inline u32 nla_get_u32(const struct nlattr *nla)
{
	return *(u32 *)nla_data(nla);
}

static inline u64 nla_get_u64(const struct nlattr *nla)
{
	u64 val;

	memcpy(&val, nla_data(nla), sizeof(val));
	return val;
}

#define nla_total_size(payload)	(((payload) + NLA_HDRLEN + 3) & ~3)

#endif
