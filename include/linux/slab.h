/* SPDX-License-Identifier: MIT */
/*
 * linux/slab.h - objects: kmem_cache and kmalloc.
 */
#ifndef DOOR_LINUX_SLAB_H
#define DOOR_LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/rcupdate.h>
#include <octavo/slab.h>
#include <octavo/slab_more.h>
#include <octavo/string.h>
#include <octavo/vmalloc.h>

/* Six spellings: with the arguments in a structure since 6.12. */
#define __KMEM_CACHE_ARGS(name, size, args, flags)			\
	_Generic((args),						\
		struct kmem_cache_args *: kmem_cache_create_args,	\
		default: kmem_cache_create_noargs)(name, size, args, flags)
#define __KMEM_CACHE_PICK(_1, _2, _3, _4, _5, pick, ...)	pick
#define kmem_cache_create(...)						\
	__KMEM_CACHE_PICK(__VA_ARGS__, kmem_cache_create,		\
			  __KMEM_CACHE_ARGS)(__VA_ARGS__)

#define KMEM_CACHE(type, flags)						\
	kmem_cache_create(#type, sizeof(struct type),			\
			  __alignof__(struct type), flags, NULL)
#define KMEM_CACHE_USERCOPY(type, flags, field)				\
	kmem_cache_create_usercopy(#type, sizeof(struct type),		\
		__alignof__(struct type), flags,			\
		__builtin_offsetof(struct type, field),			\
		sizeof(((struct type *)0)->field), NULL)

#define kmalloc_track_caller(size, gfp)		kmalloc(size, gfp)
#define kmalloc_node_track_caller(size, gfp, node)	\
	kmalloc_node(size, gfp, node)
#define kzfree(p)				kfree_sensitive(p)

#endif
