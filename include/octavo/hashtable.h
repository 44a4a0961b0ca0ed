/* SPDX-License-Identifier: MIT */
/*
 * hashtable.h - a power of two of hash chains, as an array.
 */
#ifndef OCTAVO_HASHTABLE_H
#define OCTAVO_HASHTABLE_H

#include <octavo/hash.h>
#include <octavo/list.h>

#define DECLARE_HASHTABLE(name, bits)	struct hlist_head name[1 << (bits)]
#define DEFINE_HASHTABLE(name, bits)	\
	DECLARE_HASHTABLE(name, bits) = { [0 ... ((1 << (bits)) - 1)] = HLIST_HEAD_INIT }
#define HASH_SIZE(name)		(sizeof(name) / sizeof((name)[0]))
#define HASH_BITS(name)		((unsigned int)ilog2(HASH_SIZE(name)))
#define hash_min(val, bits)						\
	(sizeof(val) <= 4 ? hash_32((u32)(val), bits) : hash_long(val, bits))
#define HASH_CHAIN(name, key)	(&(name)[hash_min(key, HASH_BITS(name))])

static inline void __hash_init(struct hlist_head *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		INIT_HLIST_HEAD(&table[i]);
}

static inline bool __hash_empty(const struct hlist_head *table, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!hlist_empty(&table[i]))
			return false;
	}
	return true;
}

static inline bool hash_hashed(const struct hlist_node *node)
{
	return !hlist_unhashed(node);
}

static inline void hash_del(struct hlist_node *node)
{
	hlist_del_init(node);
}

#define hash_init(name)		__hash_init(name, HASH_SIZE(name))
#define hash_empty(name)	__hash_empty(name, HASH_SIZE(name))
#define hash_add(name, node, key)	\
	hlist_add_head(node, HASH_CHAIN(name, key))

#define hash_for_each(name, bkt, obj, member)				\
	for ((bkt) = 0, obj = NULL; !(obj) && (bkt) < (int)HASH_SIZE(name); \
	     (bkt)++)							\
		hlist_for_each_entry(obj, &(name)[bkt], member)
#define hash_for_each_safe(name, bkt, tmp, obj, member)			\
	for ((bkt) = 0, obj = NULL; !(obj) && (bkt) < (int)HASH_SIZE(name); \
	     (bkt)++)							\
		hlist_for_each_entry_safe(obj, tmp, &(name)[bkt], member)
#define hash_for_each_possible(name, obj, member, key)	\
	hlist_for_each_entry(obj, HASH_CHAIN(name, key), member)
#define hash_for_each_possible_safe(name, obj, tmp, member, key)	\
	hlist_for_each_entry_safe(obj, tmp, HASH_CHAIN(name, key), member)

#endif
