/* SPDX-License-Identifier: MIT */
/*
 * linux/rculist.h - lists that are read without a lock.
 */
#ifndef DOOR_LINUX_RCULIST_H
#define DOOR_LINUX_RCULIST_H

#include <linux/list.h>
#include <linux/rcupdate.h>

/* A reader sees an entry with all that was written into it before. */
#define list_add_rcu(new, head)						\
	do { smp_wmb(); list_add(new, head); } while (0)
#define list_add_tail_rcu(new, head)					\
	do { smp_wmb(); list_add_tail(new, head); } while (0)
#define hlist_add_head_rcu(new, head)					\
	do { smp_wmb(); hlist_add_head(new, head); } while (0)

/* Readers that are at the entry find their way on. */
static inline void list_del_rcu(struct list_head *entry)
{
	__list_del_entry(entry);
	entry->prev = LIST_POISON2;
}

static inline void hlist_del_rcu(struct hlist_node *n)
{
	__hlist_del(n);
	n->pprev = LIST_POISON2;
}

static inline void hlist_del_init_rcu(struct hlist_node *n)
{
	hlist_del_init(n);
}

static inline void list_replace_rcu(struct list_head *old,
				    struct list_head *new)
{
	smp_wmb();
	list_replace(old, new);
	old->prev = LIST_POISON2;
}

#define list_entry_rcu(ptr, type, member)	\
	container_of(READ_ONCE(ptr), type, member)
#define list_first_or_null_rcu(head, type, member)	\
	list_first_entry_or_null(head, type, member)
#define list_for_each_entry_rcu(pos, head, member, ...)	\
	list_for_each_entry(pos, head, member)
#define list_for_each_entry_lockless(pos, head, member)	\
	list_for_each_entry(pos, head, member)
#define hlist_for_each_entry_rcu(pos, head, member, ...)	\
	hlist_for_each_entry(pos, head, member)

#endif
