/* SPDX-License-Identifier: MIT */
/*
 * stddef.h - NULL, offsetof and what is built on it.
 */
#ifndef DOOR_LINUX_STDDEF_H
#define DOOR_LINUX_STDDEF_H

#include <linux/compiler_types.h>
#include <octavo/types.h>

#define sizeof_field(type, member)	sizeof(((type *)0)->member)
#define offsetofend(type, member)	\
	(offsetof(type, member) + sizeof_field(type, member))
#define typeof_member(type, member)	__typeof__(((type *)0)->member)

/* The same members by their own names and as one, with or without a type. */
#define __struct_group(tag, name, attrs, members...)			\
	union {								\
		struct { members } attrs;				\
		struct tag { members } attrs name;			\
	} attrs
#define struct_group(name, members...)	\
	__struct_group(/* no tag */, name, /* no attrs */, members)
#define struct_group_attr(name, attrs, members...)	\
	__struct_group(/* no tag */, name, attrs, members)
#define struct_group_tagged(tag, name, members...)	\
	__struct_group(tag, name, /* no attrs */, members)

/* An array without a length where C does not allow one. */
#define __DECLARE_FLEX_ARRAY(type, name)				\
	struct {							\
		struct { } empty_##name;				\
		type name[];						\
	}
#define DECLARE_FLEX_ARRAY(type, name)	__DECLARE_FLEX_ARRAY(type, name)

#endif
