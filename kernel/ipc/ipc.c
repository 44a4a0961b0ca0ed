/* SPDX-License-Identifier: MIT */
/*
 * ipc.c - keys, identifiers and permissions of System V IPC; see internal.h.
 */
#include "internal.h"

u64 ipc_now(void)
{
	return div_u64(arch_clock_ns(true), NSEC_PER_SEC);
}

struct ipc_ids shm_ids, msg_ids, sem_ids;
struct ipc_limits ipc_limits;

/* ---- permissions --------------------------------------------------------- */

bool ipc_permitted(const struct ipc_object *obj, unsigned int access)
{
	const struct task *task = current_task();
	unsigned int wanted = access >> 6 | access >> 3 | access;
	unsigned int granted = obj->mode;

	if (task->euid == obj->cuid || task->euid == obj->uid)
		granted >>= 6;
	else if (in_group(task, obj->cgid) || in_group(task, obj->gid))
		granted >>= 3;
	return !(wanted & ~granted & 7) || capable();
}

bool ipc_is_mine(const struct ipc_object *obj)
{
	const u32 euid = current_task()->euid;

	return euid == obj->cuid || euid == obj->uid || capable();
}

int ipc_set_perm(struct ipc_object *obj, const struct ipc64_perm *perm)
{
	if (perm->uid == ~0u || perm->gid == ~0u)
		return -EINVAL;
	obj->uid = perm->uid;
	obj->gid = perm->gid;
	obj->mode = (obj->mode & ~S_IRWXUGO) | (perm->mode & S_IRWXUGO);
	return 0;
}

struct ipc64_perm ipc_perm_of(const struct ipc_object *obj)
{
	return (struct ipc64_perm){
		.key = obj->key, .uid = obj->uid, .gid = obj->gid,
		.cuid = obj->cuid, .cgid = obj->cgid, .mode = obj->mode,
		.seq = obj->seq,
	};
}

/* ---- tables -------------------------------------------------------------- */

/* The lowest index from @index on that is free. */
static unsigned long free_index(struct ipc_ids *ids, unsigned long index)
{
	unsigned long at = index;

	while (xa_find(&ids->objects, &at, ULONG_MAX, XA_PRESENT) &&
	       at == index)
		at = ++index;
	return index;
}

/* An identifier that nobody has: the one that is wanted, or near it. */
static int new_id(struct ipc_ids *ids)
{
	const bool any = *ids->next_id > INT_MAX;
	const int wanted = any ? 0 : (int)*ids->next_id;
	unsigned long index = free_index(ids, wanted & IPC_INDEX_MAX);

	*ids->next_id = ~0ul;
	if (index > IPC_INDEX_MAX)
		index = free_index(ids, 0);
	if (!any)
		return (wanted & ~(int)IPC_INDEX_MAX) | (int)index;
	return (int)((ids->seq++ & 0x7fff) << IPC_INDEX_BITS | index);
}

int ipc_add(struct ipc_ids *ids, struct ipc_object *obj, s32 key, int flags)
{
	const struct task *task = current_task();
	int err;

	if (ids->in_use >= *ids->max)
		return -ENOSPC;
	obj->id = new_id(ids);
	err = xa_insert(&ids->objects, (unsigned long)obj->id & IPC_INDEX_MAX,
			obj, GFP_KERNEL);
	if (err)
		return err;
	ids->in_use++;
	obj->seq = (u16)(obj->id >> IPC_INDEX_BITS);
	obj->key = key;
	obj->mode = flags & S_IRWXUGO;
	obj->uid = obj->cuid = task->euid;
	obj->gid = obj->cgid = task->egid;
	obj->count = 1;
	return 0;
}

struct ipc_object *ipc_at(struct ipc_ids *ids, int index)
{
	return index < 0 ? NULL :
		xa_load(&ids->objects, (unsigned long)index & IPC_INDEX_MAX);
}

struct ipc_object *ipc_find(struct ipc_ids *ids, int id)
{
	struct ipc_object *obj = ipc_at(ids, id);

	return obj && obj->id == id ? obj : NULL;
}

void ipc_remove(struct ipc_ids *ids, struct ipc_object *obj)
{
	xa_erase(&ids->objects, (unsigned long)obj->id & IPC_INDEX_MAX);
	ids->in_use--;
	obj->removed = true;
}

int ipc_highest(struct ipc_ids *ids)
{
	struct ipc_object *obj;
	unsigned long index;
	int highest = 0;

	for_each_ipc(ids, index, obj)
		highest = (int)index;
	return highest;
}

static struct ipc_object *find_key(struct ipc_ids *ids, s32 key)
{
	struct ipc_object *obj;
	unsigned long index;

	for_each_ipc(ids, index, obj)
		if (obj->key == key)
			return obj;
	return NULL;
}

static long ipc_create(const struct ipc_ops *ops, s32 key, size_t size,
		       int flags)
{
	struct ipc_object *obj = ops->create(key, size, flags);

	return IS_ERR(obj) ? PTR_ERR(obj) : obj->id;
}

long ipc_get(struct ipc_ids *ids, const struct ipc_ops *ops, s32 key,
	     size_t size, int flags)
{
	struct ipc_object *obj;
	int err;

	if (key == IPC_PRIVATE)
		return ipc_create(ops, key, size, flags);
	obj = find_key(ids, key);
	if (!obj)
		return flags & IPC_CREAT ? ipc_create(ops, key, size, flags) :
					   -ENOENT;
	if (flags & IPC_CREAT && flags & IPC_EXCL)
		return -EEXIST;
	err = ops->fits ? ops->fits(obj, size) : 0;
	if (err)
		return err;
	return ipc_permitted(obj, (unsigned int)flags) ? obj->id : -EACCES;
}

static void ids_init(struct ipc_ids *ids, const unsigned long *max,
		     unsigned long *next)
{
	*ids = (struct ipc_ids){ .max = max, .next_id = next };
	xa_init(&ids->objects);
}

/* Shared memory may be as much as there is; the rest is part of that. */
void ipc_init(void)
{
	const unsigned long pages = totalram_pages();

	ipc_limits = (struct ipc_limits){
		.shmall = pages, .shmmni = SHMMNI,
		.shmmax = (unsigned long)min_t(u64, (u64)pages << PAGE_SHIFT,
					       ULONG_MAX - (1ul << 24)),
		.msgmax = MSGMAX, .msgmnb = MSGMNB, .msgmni = MSGMNI,
		.semmni = SEMMNI,
		.shm_next = ~0ul, .msg_next = ~0ul, .sem_next = ~0ul,
	};
	ids_init(&shm_ids, &ipc_limits.shmmni, &ipc_limits.shm_next);
	ids_init(&msg_ids, &ipc_limits.msgmni, &ipc_limits.msg_next);
	ids_init(&sem_ids, &ipc_limits.semmni, &ipc_limits.sem_next);
}

void ipc_exit(void)
{
	shm_exit();
	msg_exit();
	sem_exit();
}
