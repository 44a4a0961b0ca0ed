/* SPDX-License-Identifier: MIT */
/*
 * sem.c - System V sets of semaphores.
 *
 * The operations of one semop(2) are done all together or not at all. Who has
 * to wait hangs in the set's queue; whoever changes a value goes through the
 * queue and does what has become possible on behalf of those who wait, in the
 * order in which they came.
 *
 *	set -- sems[]		values
 *	    -- waiting		struct sem_wait, on stacks of who sleeps
 *	    -- undos		struct sem_undo, one for a process
 *
 * A process with SEM_UNDO has a struct sem_undo at the set, with what is to be
 * added to each value when it ends.
 *
 * Invariants:
 *  1. No entry of the queue could be done now.
 *  2. nr_undos is the number of struct sem_undo there are.
 */
#include "internal.h"
#include <octavo/seq_file.h>
#include <uapi/time.h>

struct sem {
	int val;
	pid_t pid;			/* who changed it last */
};

struct sem_undo {
	struct list_head node;
	const struct signal_struct *owner;
	s16 adjust[];
};

struct sem_set {
	struct ipc_object ipc;		/* first */
	struct list_head waiting, undos;
	unsigned long long otime, ctime;
	unsigned int nr;
	struct sem sems[];
};

/* One semop(2). */
struct sem_wait {
	struct list_head node;
	const struct sembuf *ops, *blocking;
	unsigned int nr;
	bool alters;
	pid_t pid;
	struct sem_undo *undo;		/* NULL: none of @ops has SEM_UNDO */
	long status;
	unsigned int woken;
};

static unsigned long all_sems, nr_undos;

#define set_of(obj)	container_of(obj, struct sem_set, ipc)
#define WOULD_BLOCK	1

/* ---- sets ---------------------------------------------------------------- */

static struct ipc_object *set_create(s32 key, size_t size, int flags)
{
	struct sem_set *set;
	int err;

	if (!size)
		return ERR_PTR(-EINVAL);
	/* All sets together have a part of memory. */
	if ((all_sems + size) * sizeof(struct sem) >
	    totalram_pages() / 16 * PAGE_SIZE)
		return ERR_PTR(-ENOSPC);
	set = kzalloc(sizeof(*set) + size * sizeof(set->sems[0]), GFP_KERNEL);
	if (!set)
		return ERR_PTR(-ENOMEM);
	err = ipc_add(&sem_ids, &set->ipc, key, flags);
	if (err) {
		kfree(set);
		return ERR_PTR(err);
	}
	INIT_LIST_HEAD(&set->waiting);
	INIT_LIST_HEAD(&set->undos);
	set->nr = (unsigned int)size;
	set->ctime = ipc_now();
	all_sems += size;
	return &set->ipc;
}

static int set_fits(const struct ipc_object *obj, size_t size)
{
	return size > set_of(obj)->nr ? -EINVAL : 0;
}

static const struct ipc_ops sem_ops = { set_create, set_fits };

static void wake_waiter(struct sem_wait *w, long status)
{
	list_del_init(&w->node);
	w->status = status;
	WRITE_ONCE(w->woken, 1);
	arch_wake(&w->woken, 1);
}

static void undo_free(struct sem_undo *undo)
{
	list_del(&undo->node);
	kfree(undo);
	nr_undos--;
}

static void set_destroy(struct sem_set *set)
{
	struct sem_undo *undo, *next_undo;
	struct sem_wait *w, *next;

	ipc_remove(&sem_ids, &set->ipc);
	list_for_each_entry_safe(w, next, &set->waiting, node)
		wake_waiter(w, -EIDRM);
	list_for_each_entry_safe(undo, next_undo, &set->undos, node)
		undo_free(undo);
	all_sems -= set->nr;
	kfree(set);
}

void sem_exit(void)
{
	struct ipc_object *obj;
	unsigned long index;

	for_each_ipc(&sem_ids, index, obj)
		set_destroy(set_of(obj));
	xa_destroy(&sem_ids.objects);
}

SYSCALL_DEFINE3(semget, s32, key, int, nr, int, flags)
{
	if (nr < 0 || nr > (int)SEMMSL)
		return -EINVAL;
	return ipc_get(&sem_ids, &sem_ops, key, (size_t)nr, flags);
}

/* ---- operations ---------------------------------------------------------- */

/* Take back what the operations before @end did. */
static void roll_back(struct sem_set *set, const struct sem_wait *w,
		      const struct sembuf *end)
{
	for (const struct sembuf *op = w->ops; op < end; op++) {
		set->sems[op->sem_num].val -= op->sem_op;
		if (op->sem_flg & SEM_UNDO)
			w->undo->adjust[op->sem_num] += op->sem_op;
	}
}

static long do_one(struct sem *sem, const struct sembuf *op,
		   struct sem_undo *undo)
{
	const int val = sem->val + op->sem_op;

	if (val < 0 || (!op->sem_op && val))
		return op->sem_flg & IPC_NOWAIT ? -EAGAIN : WOULD_BLOCK;
	if (val > SEMVMX)
		return -ERANGE;
	if (op->sem_flg & SEM_UNDO) {
		const int adjust = undo->adjust[op->sem_num] - op->sem_op;

		if (adjust < -SEMVMX - 1 || adjust > SEMVMX)
			return -ERANGE;
		undo->adjust[op->sem_num] = (s16)adjust;
	}
	sem->val = val;
	return 0;
}

/* 0: all done; -errno or WOULD_BLOCK: nothing is. */
static long try_ops(struct sem_set *set, struct sem_wait *w)
{
	for (const struct sembuf *op = w->ops; op < w->ops + w->nr; op++) {
		long err = do_one(&set->sems[op->sem_num], op, w->undo);

		if (!err)
			continue;
		roll_back(set, w, op);
		w->blocking = op;
		return err;
	}
	for (const struct sembuf *op = w->ops; op < w->ops + w->nr; op++)
		set->sems[op->sem_num].pid = w->pid;
	return 0;
}

/* One of those who wait, whose operations are over. NULL: they all wait on. */
static struct sem_wait *one_that_can(struct sem_set *set)
{
	struct sem_wait *w;

	list_for_each_entry(w, &set->waiting, node) {
		w->status = try_ops(set, w);
		if (w->status != WOULD_BLOCK)
			return w;
	}
	return NULL;
}

/* A value changed: invariant 1 holds again afterwards. */
static void set_changed(struct sem_set *set)
{
	struct sem_wait *w;

	while ((w = one_that_can(set)) != NULL) {
		if (!w->status)
			set->otime = ipc_now();
		wake_waiter(w, w->status);
	}
}

static struct sem_undo *find_undo(const struct sem_set *set,
				  const struct signal_struct *owner)
{
	struct sem_undo *undo;

	list_for_each_entry(undo, &set->undos, node)
		if (undo->owner == owner)
			return undo;
	return NULL;
}

/* The undo of the running process, made if there is none; or NULL. */
static struct sem_undo *get_undo(struct sem_set *set)
{
	const struct signal_struct *self = current_task()->signal;
	struct sem_undo *undo = find_undo(set, self);

	if (undo)
		return undo;
	undo = kzalloc(sizeof(*undo) + set->nr * sizeof(undo->adjust[0]),
			GFP_NOWAIT);	/* asleep, the set could go */
	if (!undo)
		return NULL;
	undo->owner = self;
	list_add(&undo->node, &set->undos);
	nr_undos++;
	return undo;
}

/* The values as they were without the process that ends. */
static void apply_undo(struct sem_set *set, struct sem_undo *undo, pid_t pid)
{
	for (unsigned int i = 0; i < set->nr; i++) {
		struct sem *sem = &set->sems[i];

		if (!undo->adjust[i])
			continue;
		sem->val = clamp(sem->val + undo->adjust[i], 0, SEMVMX);
		sem->pid = pid;
	}
	undo_free(undo);
	set->otime = ipc_now();
	set_changed(set);
}

void sem_undo_all(const struct signal_struct *sig)
{
	struct ipc_object *obj;
	struct sem_undo *undo;
	unsigned long index;

	if (likely(!nr_undos))
		return;
	for_each_ipc(&sem_ids, index, obj) {
		undo = find_undo(set_of(obj), sig);
		if (undo)
			apply_undo(set_of(obj), undo, sig->pid);
	}
}

/* ---- semop(2) ------------------------------------------------------------ */

/* What is asked for of a set, looked through once. */
struct sem_request {
	struct sembuf *ops;
	unsigned int nr, highest;
	bool alters, undoes;
};

static void look_through(struct sem_request *rq)
{
	rq->highest = 0;
	rq->alters = rq->undoes = false;
	for (const struct sembuf *op = rq->ops; op < rq->ops + rq->nr; op++) {
		rq->highest = max_t(unsigned int, rq->highest, op->sem_num);
		rq->alters |= op->sem_op != 0;
		rq->undoes |= (op->sem_flg & SEM_UNDO) != 0;
	}
}

static long sem_sleep(struct sem_wait *w, u64 end)
{
	while (!READ_ONCE(w->woken)) {
		long err = 0;

		if (signal_pending(current_task()))
			err = -EINTR;
		else if (arch_clock_ns(false) >= end)
			err = -EAGAIN;
		if (err) {
			list_del(&w->node);
			return err;
		}
		wait_until(&w->woken, 0, end);
	}
	return w->status;
}

static long do_ops(int id, const struct sem_request *rq, u64 end)
{
	struct ipc_object *obj = ipc_find(&sem_ids, id);
	struct sem_wait w = { .ops = rq->ops, .nr = rq->nr,
			      .alters = rq->alters,
			      .pid = current_task()->signal->pid };
	struct sem_set *set = set_of(obj);
	long err;

	if (!obj)
		return -EINVAL;
	if (rq->highest >= set->nr)
		return -EFBIG;
	if (!ipc_permitted(obj, rq->alters ? S_IWUGO : S_IRUGO))
		return -EACCES;
	w.undo = rq->undoes ? get_undo(set) : NULL;
	if (rq->undoes && !w.undo)
		return -ENOMEM;
	err = try_ops(set, &w);
	if (err == WOULD_BLOCK) {
		list_add_tail(&w.node, &set->waiting);
		return sem_sleep(&w, end);
	}
	if (!err) {
		set->otime = ipc_now();
		if (rq->alters)
			set_changed(set);
	}
	return err;
}

long ksys_semtimedop(int id, const struct sembuf __user *uops, unsigned int nr,
		     const struct timespec64 *ts)
{
	struct sem_request rq = { .nr = nr };
	u64 ns, end = ~0ull;
	long err;

	if (nr < 1 || id < 0)
		return -EINVAL;
	if (nr > SEMOPM)
		return -E2BIG;
	rq.ops = kmalloc_array(nr, sizeof(*rq.ops), GFP_KERNEL);
	if (!rq.ops)
		return -ENOMEM;
	err = copy_from_user(rq.ops, uops, nr * sizeof(*rq.ops)) ? -EFAULT : 0;
	if (!err && ts) {
		err = timespec64_to_ns(ts, &ns);
		end = arch_clock_ns(false) + ns;
	}
	if (!err) {
		look_through(&rq);
		err = do_ops(id, &rq, end);
	}
	kfree(rq.ops);
	return err;
}

SYSCALL_DEFINE4(semtimedop, int, id, const struct sembuf __user *, uops,
		unsigned int, nr, const struct __kernel_timespec __user *, uts)
{
	struct timespec64 ts;

	if (uts && get_timespec64(&ts, uts))
		return -EFAULT;
	return ksys_semtimedop(id, uops, nr, uts ? &ts : NULL);
}

/* ---- semctl(2) ----------------------------------------------------------- */

static long put_info(int cmd, void __user *to)
{
	struct seminfo info = {
		.semmap = SEMMNS, .semmni = (int)ipc_limits.semmni, .semmns = SEMMNS,
		.semmnu = SEMMNS, .semmsl = SEMMSL, .semopm = SEMOPM,
		.semume = SEMOPM, .semusz = 20, .semvmx = SEMVMX,
		.semaem = SEMVMX,
	};

	if (cmd == SEM_INFO) {
		info.semusz = (int)sem_ids.in_use;
		info.semaem = (int)all_sems;
	}
	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT :
						       ipc_highest(&sem_ids);
}

static long put_stat(int id, int cmd, void __user *to)
{
	const struct ipc_object *obj = cmd == IPC_STAT ?
		ipc_find(&sem_ids, id) : ipc_at(&sem_ids, id);
	const struct sem_set *set = set_of(obj);
	struct semid64_ds ds = { 0 };

	if (!obj)
		return -EINVAL;
	if (cmd != SEM_STAT_ANY && !ipc_permitted(obj, S_IRUGO))
		return -EACCES;
	ds.sem_perm = ipc_perm_of(obj);
	ipc_put_time(ds.sem_otime, set->otime);
	ipc_put_time(ds.sem_ctime, set->ctime);
	ds.sem_nsems = set->nr;
	id = cmd == IPC_STAT ? 0 : obj->id;
	return copy_to_user(to, &ds, sizeof(ds)) ? -EFAULT : id;
}

static long set_perm(struct sem_set *set, const struct semid64_ds *ds)
{
	int err = ipc_set_perm(&set->ipc, &ds->sem_perm);

	if (!err)
		set->ctime = ipc_now();
	return err;
}

static long set_change(int id, int cmd, const void __user *from)
{
	struct semid64_ds ds;
	struct ipc_object *obj;

	if (cmd == IPC_SET && copy_from_user(&ds, from, sizeof(ds)))
		return -EFAULT;
	obj = ipc_find(&sem_ids, id);
	if (!obj)
		return -EINVAL;
	if (!ipc_is_mine(obj))
		return -EPERM;
	if (cmd == IPC_SET)
		return set_perm(set_of(obj), &ds);
	set_destroy(set_of(obj));
	return 0;
}

/* Those who wait for semaphore @num to grow, or to be 0. */
static long nr_waiting(const struct sem_set *set, unsigned int num, bool zero)
{
	const struct sem_wait *w;
	long n = 0;

	list_for_each_entry(w, &set->waiting, node)
		n += w->blocking->sem_num == num &&
		     !w->blocking->sem_op == zero;
	return n;
}

/* The values of a set into fresh memory, or ERR_PTR; @set stays what it is. */
static u16 *values_of(const struct sem_set *set)
{
	u16 *vals = kzalloc(set->nr * sizeof(*vals), GFP_NOWAIT);

	if (!vals)
		return ERR_PTR(-ENOMEM);
	for (unsigned int i = 0; i < set->nr; i++)
		vals[i] = (u16)set->sems[i].val;
	return vals;
}

static long get_all(const struct sem_set *set, u16 __user *to)
{
	const size_t size = set->nr * sizeof(*to);
	u16 *vals = values_of(set);
	long err;

	if (IS_ERR(vals))
		return PTR_ERR(vals);
	err = copy_to_user(to, vals, size) ? -EFAULT : 0;
	kfree(vals);
	return err;
}

static long get_one(const struct sem_set *set, unsigned int num, int cmd)
{
	if (num >= set->nr)
		return -EINVAL;
	switch (cmd) {
	case GETVAL:
		return set->sems[num].val;
	case GETPID:
		return set->sems[num].pid;
	default:
		return nr_waiting(set, num, cmd == GETZCNT);
	}
}

static long set_get(int id, unsigned int num, int cmd, void __user *to)
{
	const struct ipc_object *obj = ipc_find(&sem_ids, id);

	if (!obj)
		return -EINVAL;
	if (!ipc_permitted(obj, S_IRUGO))
		return -EACCES;
	return cmd == GETALL ? get_all(set_of(obj), to) :
			       get_one(set_of(obj), num, cmd);
}

/* A value is set: nobody takes back what was done to it before. */
static void set_value(struct sem_set *set, unsigned int num, int val)
{
	struct sem_undo *undo;

	list_for_each_entry(undo, &set->undos, node)
		undo->adjust[num] = 0;
	set->sems[num].val = val;
	set->sems[num].pid = current_task()->signal->pid;
	set->ctime = ipc_now();
}

static long set_one(int id, unsigned int num, int val)
{
	struct ipc_object *obj = ipc_find(&sem_ids, id);

	if (val < 0 || val > SEMVMX)
		return -ERANGE;
	if (!obj || num >= set_of(obj)->nr)
		return -EINVAL;
	if (!ipc_permitted(obj, S_IWUGO))
		return -EACCES;
	set_value(set_of(obj), num, val);
	set_changed(set_of(obj));
	return 0;
}

/* Set all values from the @size bytes of @vals, as many as the set had; it may
 * be another by now. */
static long set_values(int id, const u16 *vals, size_t size)
{
	struct ipc_object *obj = ipc_find(&sem_ids, id);

	if (!obj || set_of(obj)->nr * sizeof(*vals) != size)
		return -EIDRM;
	for (unsigned int i = 0; i < set_of(obj)->nr; i++)
		if (vals[i] > SEMVMX)
			return -ERANGE;
	for (unsigned int i = 0; i < set_of(obj)->nr; i++)
		set_value(set_of(obj), i, vals[i]);
	set_changed(set_of(obj));
	return 0;
}

static long set_all(int id, const u16 __user *from)
{
	struct ipc_object *obj = ipc_find(&sem_ids, id);
	long err = -EFAULT;
	size_t size;
	u16 *vals;

	if (!obj)
		return -EINVAL;
	if (!ipc_permitted(obj, S_IWUGO))
		return -EACCES;
	size = set_of(obj)->nr * sizeof(*vals);
	vals = kzalloc(size, GFP_KERNEL);
	if (!vals)
		return -ENOMEM;
	if (!copy_from_user(vals, from, size))
		err = set_values(id, vals, size);
	kfree(vals);
	return err;
}

SYSCALL_DEFINE4(semctl, int, id, unsigned int, num, int, cmd,
		unsigned long, arg)
{
	void __user *buf = (void __user *)arg;

	if (id < 0)
		return -EINVAL;
	switch (cmd) {
	case IPC_INFO:
	case SEM_INFO:
		return put_info(cmd, buf);
	case IPC_STAT:
	case SEM_STAT:
	case SEM_STAT_ANY:
		return put_stat(id, cmd, buf);
	case GETALL:
	case GETVAL:
	case GETPID:
	case GETNCNT:
	case GETZCNT:
		return set_get(id, num, cmd, buf);
	case SETVAL:
		return set_one(id, num, (int)arg);
	case SETALL:
		return set_all(id, buf);
	case IPC_RMID:
	case IPC_SET:
		return set_change(id, cmd, buf);
	default:
		return -EINVAL;
	}
}

/* ---- /proc/sysvipc/sem --------------------------------------------------- */

int sem_show(struct seq_file *m, void *v)
{
	struct ipc_object *obj;
	unsigned long index;

	seq_puts(m, "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n");
	for_each_ipc(&sem_ids, index, obj) {
		const struct sem_set *set = set_of(obj);

		seq_printf(m, "%10d %10d  %4o %10u %5u %5u %5u %5u %10llu %10llu\n",
			   obj->key, obj->id, obj->mode, set->nr, obj->uid,
			   obj->gid, obj->cuid, obj->cgid, set->otime,
			   set->ctime);
	}
	return 0;
}
