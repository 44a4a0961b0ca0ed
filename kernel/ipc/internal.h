/* SPDX-License-Identifier: MIT */
/*
 * internal.h - System V IPC: what its three kinds of objects share.
 *
 *	key --find--> struct ipc_object <--xarray, by index-- identifier
 *	                    |
 *	      shared memory, a queue of messages, a set of semaphores
 *
 * An identifier is the index of an object and, above IPC_INDEX_BITS, a number
 * that differs from that of the object that had the index before: who still
 * has the old one is told -EINVAL. An object that is removed while somebody
 * sleeps on it stays in memory, marked as removed, until that one is gone.
 *
 * Invariants:
 *  1. An object is in its table, or marked as removed.
 *  2. count is the table's reference and one of each sleeper or mapping.
 *
 * Locking: none of its own. Nothing sleeps between a look and a change; user
 * memory is copied and memory allocated before the one or after the other.
 *
 * Source: the manual pages svipc(7), shmget(2), msgget(2), semget(2) and theirs.
 */
#ifndef KERNEL_IPC_INTERNAL_H
#define KERNEL_IPC_INTERNAL_H

#include "../internal.h"
#include <octavo/math64.h>
#include <uapi/ipc.h>

#define IPC_INDEX_BITS	15
#define IPC_INDEX_MAX	((1u << IPC_INDEX_BITS) - 1)

struct ipc_object {
	int id;
	s32 key;
	u32 uid, gid, cuid, cgid;
	u16 mode;			/* S_IRWXUGO and SHM_DEST, SHM_LOCKED */
	u16 seq;
	unsigned int count;
	bool removed;
};

struct ipc_ids {
	struct xarray objects;		/* by index */
	unsigned int in_use, seq;
	const unsigned long *max;	/* of in_use */
	unsigned long *next_id;		/* that is wanted */
};

/* What makes and looks at the objects of one kind. */
struct ipc_ops {
	struct ipc_object *(*create)(s32 key, size_t size, int flags);
	/* May @size be asked for of one that is there? 0 or -EINVAL. */
	int (*fits)(const struct ipc_object *obj, size_t size);
};

/* As shmget(2) and so on: an identifier or -errno. */
long ipc_get(struct ipc_ids *ids, const struct ipc_ops *ops, s32 key,
	     size_t size, int flags);
/* Put a fresh object into the table; 0, -ENOSPC, -ENOMEM. */
int ipc_add(struct ipc_ids *ids, struct ipc_object *obj, s32 key, int flags);
/* NULL: there is none, or an earlier one with the same index. */
struct ipc_object *ipc_find(struct ipc_ids *ids, int id);
/* The one at an index; what is above it in @index does not count. For the
 * *_STAT commands. */
struct ipc_object *ipc_at(struct ipc_ids *ids, int index);
/* Take it out of the table; the reference stays for the caller to drop. */
void ipc_remove(struct ipc_ids *ids, struct ipc_object *obj);
/* The highest index, or 0. */
int ipc_highest(struct ipc_ids *ids);
/* May the running thread do what the bits S_IRUGO and S_IWUGO say? */
bool ipc_permitted(const struct ipc_object *obj, unsigned int access);
/* May it change or remove the object? */
bool ipc_is_mine(const struct ipc_object *obj);
int ipc_set_perm(struct ipc_object *obj, const struct ipc64_perm *perm);
struct ipc64_perm ipc_perm_of(const struct ipc_object *obj);
u64 ipc_now(void);

/* One more number of 64 bits, in one or two words. */
static inline void ipc_put_time(unsigned long *to, u64 t)
{
	memcpy(to, &t, sizeof(t));
}

#define for_each_ipc(ids, index, obj)					\
	for ((index) = 0; ((obj) = xa_find(&(ids)->objects, &(index),	\
					   ULONG_MAX, XA_PRESENT)); (index)++)

extern struct ipc_ids shm_ids, msg_ids, sem_ids;
void shm_exit(void);
void msg_exit(void);
void sem_exit(void);

#endif
