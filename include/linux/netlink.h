/* SPDX-License-Identifier: MIT */
/*
 * netlink.h - attributes; there are no netlink sockets.
 */
#ifndef DOOR_LINUX_NETLINK_H
#define DOOR_LINUX_NETLINK_H

#include <linux/types.h>

struct nlattr {
	__u16 nla_len, nla_type;
};

struct nla_policy {
	u8 type, validation_type;
	u16 len;
};

/* Why a request was refused, in words: nobody asks for them. */
struct netlink_ext_ack {
	const char *_msg;
};

#define NL_SET_ERR_MSG(extack, msg)					\
	do {								\
		struct netlink_ext_ack *__extack = (extack);		\
									\
		if (__extack)						\
			__extack->_msg = (msg);				\
	} while (0)
#define NL_SET_ERR_MSG_MOD(extack, msg)					\
	NL_SET_ERR_MSG(extack, KBUILD_MODNAME ": " msg)
#define NL_SET_ERR_MSG_FMT(extack, fmt, ...)	NL_SET_ERR_MSG(extack, fmt)
#define NL_SET_ERR_MSG_FMT_MOD(extack, fmt, ...)			\
	NL_SET_ERR_MSG_MOD(extack, fmt)
#define GENL_SET_ERR_MSG(info, msg)		((void)(info))

#endif
