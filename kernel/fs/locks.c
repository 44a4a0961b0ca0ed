/* SPDX-License-Identifier: MIT */
/*
 * locks.c - advisory locks on files.
 *
 *	inode->i_flock --> [range][range][whole]...
 *
 * Three kinds hang off an inode, ordered by where they begin:
 *
 *	flock(2)		the whole file; belongs to the open file
 *	F_SETLK			a range; belongs to the table of descriptors,
 *				that is to a process, and goes with the first
 *				close of any descriptor of the file
 *	F_OFD_SETLK		a range; belongs to the open file
 *
 * The last two see each other. Ranges of one owner are joined where they touch
 * and are of one type, and cut where a new one of the other type lies.
 *
 * Who must wait is in a list, with whose lock it waits for: before a process
 * waits, the list is followed, and where it leads back it would wait for ever.
 *
 * Locking: none is needed: nothing sleeps between a look and a change, and only
 * tasks get here. Memory is taken before.
 */
#include "internal.h"

#define LOCKS_MAX	65536u		/* of all files together */
#define CHAIN_MAX	64		/* owners followed at most */

struct file_lock {
	struct file_lock *next;
	const void *owner;
	pid_t pid;			/* -1: belongs to an open file */
	short type;			/* F_RDLCK or F_WRLCK */
	bool whole;			/* by flock(2) */
	loff_t start, end;		/* the last byte */
};

/* Who sleeps, and for what. */
struct waiter {
	struct list_head link;
	const void *owner, *blocked_by;
};

static unsigned int nr_locks;
static LIST_HEAD(waiters);
static DECLARE_WAIT_QUEUE_HEAD(lock_wait);

/* ---- the list of an inode ------------------------------------------------ */

static struct file_lock *lock_new(void)
{
	struct file_lock *lock;

	if (nr_locks >= LOCKS_MAX)
		return NULL;
	lock = kzalloc(sizeof(*lock), GFP_KERNEL);
	nr_locks += lock != NULL;
	return lock;
}

static void lock_free(struct file_lock *lock)
{
	nr_locks -= lock != NULL;
	kfree(lock);
}

static void lock_insert(struct inode *inode, struct file_lock *lock)
{
	struct file_lock **link = &inode->i_flock;

	while (*link && (*link)->start <= lock->start)
		link = &(*link)->next;
	lock->next = *link;
	*link = lock;
}

static bool overlap(const struct file_lock *a, const struct file_lock *b)
{
	return a->start <= b->end && b->start <= a->end;
}

static bool conflict(const struct file_lock *a, const struct file_lock *b)
{
	return a->whole == b->whole && a->owner != b->owner && overlap(a, b) &&
	       (a->type == F_WRLCK || b->type == F_WRLCK);
}

static struct file_lock *find_conflict(struct inode *inode,
				       const struct file_lock *want)
{
	struct file_lock *lock = inode->i_flock;

	while (lock && !conflict(lock, want))
		lock = lock->next;
	return lock;
}

/* ---- a range of one owner -------------------------------------------------- */

/* Do @a and @b lie so that one range can stand for both? */
static bool joinable(const struct file_lock *a, const struct file_lock *b)
{
	return a->type == b->type &&
	       (overlap(a, b) || (a->end != LLONG_MAX && a->end + 1 == b->start) ||
		(b->end != LLONG_MAX && b->end + 1 == a->start));
}

/* Take from @old what @new covers. False: nothing is left of it. @spare is used
 * where two parts are. */
static bool cut(struct inode *inode, struct file_lock *old,
		const struct file_lock *new, struct file_lock **spare)
{
	if (old->start < new->start && old->end > new->end) {
		struct file_lock *rest = *spare;

		*spare = NULL;
		*rest = *old;
		rest->start = new->end + 1;
		old->end = new->start - 1;
		lock_insert(inode, rest);
		return true;
	}
	if (old->start < new->start)
		old->end = new->start - 1;
	else if (old->end > new->end)
		old->start = new->end + 1;
	else
		return false;
	return true;
}

/* Make room for @new among its owner's ranges. @new may grow. */
static void clear_way(struct inode *inode, struct file_lock *new,
		      struct file_lock **spare)
{
	struct file_lock **link = &inode->i_flock, *lock;

	while ((lock = *link)) {
		bool stays = true;

		if (lock->whole || lock->owner != new->owner) {
			/* not ours */
		} else if (joinable(lock, new)) {
			new->start = min(new->start, lock->start);
			new->end = max(new->end, lock->end);
			stays = false;
		} else if (overlap(lock, new)) {
			stays = cut(inode, lock, new, spare);
		}
		if (stays) {
			link = &lock->next;
		} else {
			*link = lock->next;
			lock_free(lock);
		}
	}
}

/* Ranges that were cut at their start are put where they belong. */
static void sort_locks(struct inode *inode)
{
	struct file_lock *lock = inode->i_flock, *next;

	inode->i_flock = NULL;
	for (; lock; lock = next) {
		next = lock->next;
		lock_insert(inode, lock);
	}
}

/* Nobody is in the way. 0 or -ENOLCK; @want is copied. */
static int set_range(struct inode *inode, const struct file_lock *want)
{
	struct file_lock *new = lock_new(), *spare = lock_new();

	if (!new || !spare) {
		lock_free(new);
		lock_free(spare);
		return -ENOLCK;
	}
	*new = *want;
	clear_way(inode, new, &spare);
	if (want->type == F_UNLCK)
		lock_free(new);
	else
		lock_insert(inode, new);
	lock_free(spare);
	sort_locks(inode);
	wake_up_all(&lock_wait);
	return 0;
}

/* ---- waiting ------------------------------------------------------------------ */

static const void *owner_waits_for(const void *owner)
{
	struct waiter *w;

	list_for_each_entry(w, &waiters, link)
		if (w->owner == owner)
			return w->blocked_by;
	return NULL;
}

/* Would @owner, waiting for @other, wait for itself? */
static bool would_deadlock(const void *owner, const void *other)
{
	for (int i = 0; other && i < CHAIN_MAX; i++) {
		if (other == owner)
			return true;
		other = owner_waits_for(other);
	}
	return false;
}

/* Until something about locks has changed. 0 or -ERESTARTSYS. */
static int wait_for_change(const void *owner, const void *other)
{
	struct waiter w = { .owner = owner, .blocked_by = other };
	DEFINE_WAIT(wait);
	int err;

	list_add(&w.link, &waiters);
	prepare_to_wait(&lock_wait, &wait, TASK_INTERRUPTIBLE);
	err = wait_sleep_interruptible(&wait);
	finish_wait(&lock_wait, &wait);
	list_del(&w.link);
	return err;
}

/* Until nobody is in the way of @want. 0, -EAGAIN, -EDEADLK, -ERESTARTSYS. */
static int wait_for_way(struct inode *inode, const struct file_lock *want,
			bool block)
{
	const struct file_lock *other;
	int err = 0;

	while (!err && want->type != F_UNLCK &&
	       (other = find_conflict(inode, want))) {
		if (!block)
			return -EAGAIN;
		if (want->pid > 0 && would_deadlock(want->owner, other->owner))
			return -EDEADLK;
		err = wait_for_change(want->owner, other->owner);
	}
	return err;
}

/* ---- going away ----------------------------------------------------------------- */

static void remove_owned(struct inode *inode, const void *owner)
{
	struct file_lock **link = &inode->i_flock, *lock;
	bool removed = false;

	while ((lock = *link)) {
		if (lock->owner != owner) {
			link = &lock->next;
			continue;
		}
		*link = lock->next;
		lock_free(lock);
		removed = true;
	}
	if (removed)
		wake_up_all(&lock_wait);
}

void locks_remove(struct file *file, const void *owner)
{
	remove_owned(file->f_inode, owner);
}

/* ---- fcntl ------------------------------------------------------------------------ */

/* The range that @req means. 0, -EINVAL, -EOVERFLOW. */
static int range_of(struct file *file, const struct lock_request *req,
		    struct file_lock *lock)
{
	loff_t start = 0;

	if (req->whence == SEEK_CUR)
		start = file->f_pos;
	else if (req->whence == SEEK_END)
		start = i_size_read(file->f_inode);
	else if (req->whence != SEEK_SET)
		return -EINVAL;
	if (req->start > LLONG_MAX - start)
		return -EOVERFLOW;
	start += req->start;
	if (start < 0)
		return -EINVAL;
	lock->start = start;
	lock->end = LLONG_MAX;
	if (req->len > 0) {
		if (req->len - 1 > LLONG_MAX - start)
			return -EOVERFLOW;
		lock->end = start + (req->len - 1);
	} else if (req->len < 0) {
		if (start + req->len < 0)
			return -EINVAL;
		lock->start = start + req->len;
		lock->end = start - 1;
	}
	if (req->type < F_RDLCK || req->type > F_UNLCK)
		return -EINVAL;
	lock->type = req->type;
	return 0;
}

static int get_lock(struct inode *inode, const struct file_lock *want,
		    struct lock_request *req)
{
	const struct file_lock *lock;

	if (want->type == F_UNLCK)
		return -EINVAL;
	lock = find_conflict(inode, want);
	if (!lock) {
		req->type = F_UNLCK;
		return 0;
	}
	*req = (struct lock_request){
		.type = lock->type, .whence = SEEK_SET, .start = lock->start,
		.len = lock->end == LLONG_MAX ? 0 : lock->end - lock->start + 1,
		.pid = lock->pid,
	};
	return 0;
}

static int may_lock(const struct file *file, short type)
{
	if (type == F_RDLCK && !(file->f_mode & FMODE_READ))
		return -EBADF;
	if (type == F_WRLCK && !(file->f_mode & FMODE_WRITE))
		return -EBADF;
	return 0;
}

long do_lock(struct file *file, enum lock_op op, bool ofd,
	     struct lock_request *req)
{
	struct file_lock want = {
		.owner = ofd ? (void *)file : (void *)current_task()->files,
		.pid = ofd ? -1 : current_task()->signal->pid,
	};
	int err = range_of(file, req, &want);

	if (!err && ofd && req->pid)
		err = -EINVAL;
	if (err)
		return err;
	if (op == LOCK_OP_GET)
		return get_lock(file->f_inode, &want, req);
	err = may_lock(file, want.type);
	if (!err)
		err = wait_for_way(file->f_inode, &want, op == LOCK_OP_WAIT);
	if (!err && (want.type != F_UNLCK || file->f_inode->i_flock))
		err = set_range(file->f_inode, &want);
	return err;
}

long fcntl_lock64(struct file *file, unsigned int cmd,
		  struct flock64 __user *ufl)
{
	const bool ofd = cmd >= F_OFD_GETLK;
	const enum lock_op op = cmd - (ofd ? F_OFD_GETLK : F_GETLK64);
	struct lock_request req;
	struct flock64 fl;
	long err;

	if (copy_from_user(&fl, ufl, sizeof(fl)))
		return -EFAULT;
	req = (struct lock_request){ fl.l_type, fl.l_whence, fl.l_start,
				     fl.l_len, fl.l_pid };
	err = do_lock(file, op, ofd, &req);
	if (err || op != LOCK_OP_GET)
		return err;
	fl.l_type = req.type;
	fl.l_whence = req.whence;
	fl.l_start = req.start;
	fl.l_len = req.len;
	fl.l_pid = req.pid;
	return copy_to_user(ufl, &fl, sizeof(fl)) ? -EFAULT : 0;
}

long fcntl_lock(struct file *file, unsigned int cmd, struct flock __user *ufl)
{
	struct lock_request req;
	struct flock fl;
	long err;

	if (copy_from_user(&fl, ufl, sizeof(fl)))
		return -EFAULT;
	req = (struct lock_request){ fl.l_type, fl.l_whence, fl.l_start,
				     fl.l_len, fl.l_pid };
	err = do_lock(file, cmd - F_GETLK, false, &req);
	if (err || cmd != F_GETLK)
		return err;
	fl.l_type = req.type;
	fl.l_whence = req.whence;
	fl.l_start = req.start;
	fl.l_len = req.len;
	fl.l_pid = req.pid;
	if (fl.l_start != req.start || fl.l_len != req.len)
		return -EOVERFLOW;
	return copy_to_user(ufl, &fl, sizeof(fl)) ? -EFAULT : 0;
}

/* ---- flock ------------------------------------------------------------------------- */

/* The lock that the open file has by flock(2), or NULL. */
static struct file_lock *own_whole(struct file *file)
{
	struct file_lock *lock = file->f_inode->i_flock;

	while (lock && !(lock->whole && lock->owner == file))
		lock = lock->next;
	return lock;
}

static void remove_whole(struct file *file)
{
	struct file_lock **link = &file->f_inode->i_flock, *lock;

	while ((lock = *link) && !(lock->whole && lock->owner == file))
		link = &lock->next;
	if (!lock)
		return;
	*link = lock->next;
	lock_free(lock);
	wake_up_all(&lock_wait);
}

/* A lock that is changed is given back first, as Linux has it. */
static long do_flock(struct file *file, short type, bool block)
{
	struct file_lock *lock = own_whole(file), *new;
	int err;

	if (lock && lock->type == type)
		return 0;
	if (type == F_UNLCK) {
		remove_whole(file);
		return 0;
	}
	new = lock_new();
	if (!new)
		return -ENOLCK;
	remove_whole(file);
	*new = (struct file_lock){
		.owner = file, .pid = -1, .type = type, .whole = true,
		.end = LLONG_MAX,
	};
	err = wait_for_way(file->f_inode, new, block);
	if (err)
		lock_free(new);
	else
		lock_insert(file->f_inode, new);
	return err;
}

SYSCALL_DEFINE2(flock, unsigned int, fd, unsigned int, op)
{
	static const struct {
		unsigned int op;
		short type;
	} types[] = {
		{ LOCK_SH, F_RDLCK }, { LOCK_EX, F_WRLCK }, { LOCK_UN, F_UNLCK },
	};
	struct file *file;
	long err = -EBADF;
	size_t i = 0;

	while (i < ARRAY_SIZE(types) && types[i].op != (op & ~LOCK_NB))
		i++;
	if (i == ARRAY_SIZE(types))
		return -EINVAL;
	file = fget(fd);
	if (file)
		err = do_flock(file, types[i].type, !(op & LOCK_NB));
	fput(file);
	return err;
}
