/* SPDX-License-Identifier: MIT */
/*
 * sys_poll.c - poll and select: waiting for files to become ready.
 *
 * Whoever polls hangs an entry into the queue of each file and sleeps on one
 * word. A file's ->poll calls poll_wait() for the queues that it wakes.
 *
 *	poll_table -- triggered          file --> wait queue
 *	   |                                        |
 *	   +-- chunk [entry][entry]... <------------+
 *	   +-- chunk ...
 *
 * The first entries are on the stack; more come a page at a time. After each
 * sleep all entries leave and the files are asked anew.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <uapi/time.h>

#define STACK_ENTRIES	8u
#define STACK_FDS	16u
#define CHUNK_ENTRIES							\
	((PAGE_SIZE - sizeof(struct poll_chunk)) / sizeof(struct poll_entry))

struct poll_entry {
	wait_queue_entry_t wait;
	wait_queue_head_t *wq;
	struct poll_table *table;
	struct file *file;		/* kept open meanwhile */
};

struct poll_chunk {
	struct poll_chunk *next;
	struct poll_entry entries[];
};

struct poll_table {
	struct poll_table_struct pt;	/* queue NULL: nobody will sleep */
	unsigned int triggered;
	unsigned int nr;		/* entries in use */
	bool full;			/* one was wanted and not to be had */
	struct poll_chunk *chunks;	/* the newest first */
	struct poll_entry first[STACK_ENTRIES];
};

/* ---- the entries --------------------------------------------------------- */

static int poll_wake(wait_queue_entry_t *wait, unsigned int mode, int flags,
		     void *key)
{
	struct poll_table *table =
		container_of(wait, struct poll_entry, wait)->table;

	list_del_init(&wait->entry);
	__atomic_store_n(&table->triggered, 1, __ATOMIC_RELEASE);
	arch_wake(&table->triggered, 1);
	return 1;
}

/* The entry after those in use, or NULL without memory. */
static struct poll_entry *next_entry(struct poll_table *table)
{
	unsigned int at = table->nr - STACK_ENTRIES;
	struct poll_chunk *chunk;

	if (table->nr < STACK_ENTRIES)
		return &table->first[table->nr];
	if (at % CHUNK_ENTRIES == 0) {
		chunk = kmalloc(PAGE_SIZE, GFP_KERNEL);
		if (!chunk)
			return NULL;
		chunk->next = table->chunks;
		table->chunks = chunk;
	}
	return &table->chunks->entries[at % CHUNK_ENTRIES];
}

static void poll_queue(struct poll_table_struct *pt, struct file *file,
		       wait_queue_head_t *wq)
{
	struct poll_table *table = container_of(pt, struct poll_table, pt);
	struct poll_entry *e = next_entry(table);

	if (!e) {
		table->full = true;
		return;
	}
	table->nr++;
	*e = (struct poll_entry){
		.wait = { .func = poll_wake }, .wq = wq, .table = table,
		.file = get_file(file),
	};
	INIT_LIST_HEAD(&e->wait.entry);
	add_wait_queue(wq, &e->wait);
}

static void leave(struct poll_entry *e)
{
	remove_wait_queue(e->wq, &e->wait);
	fput(e->file);
}

static void poll_table_leave(struct poll_table *table)
{
	struct poll_chunk *chunk;

	while (table->nr > STACK_ENTRIES) {
		unsigned int at = --table->nr - STACK_ENTRIES;

		chunk = table->chunks;
		leave(&chunk->entries[at % CHUNK_ENTRIES]);
		if (at % CHUNK_ENTRIES)
			continue;
		table->chunks = chunk->next;
		kfree(chunk);
	}
	while (table->nr)
		leave(&table->first[--table->nr]);
}

/* What @fd is ready for; POLLNVAL: it is not open. */
static unsigned int poll_fd(int fd, struct poll_table *table)
{
	struct file *file = fget(fd);
	unsigned int mask;

	if (!file)
		return POLLNVAL;
	mask = file_poll(file, &table->pt);
	fput(file);
	return mask;
}

/* ---- looking and sleeping, for both ---------------------------------------- */

/* One look at all files: how many are ready, or -errno. */
typedef long (*look_fn)(void *arg, struct poll_table *table);

/* Sleep till something may be ready: true, or till @end or a signal. */
static bool poll_sleep(struct poll_table *table, u64 end)
{
	bool woken;

	while (!READ_ONCE(table->triggered) &&
	       !signal_pending(current_task()) && arch_clock_ns(false) < end)
		wait_until(&table->triggered, 0, end);
	woken = READ_ONCE(table->triggered);
	table->triggered = 0;
	return woken;
}

/* A call that a signal without a handler interrupted goes on to its end. */
static u64 end_of_wait(const struct poll_wait_for *w)
{
	struct task *task = current_task();
	u64 end = task->sleep_until;

	task->sleep_until = 0;
	if (w->ns == ~0ull)
		return ~0ull;
	return end ? end : arch_clock_ns(false) + w->ns;
}

static long look_until(look_fn look, void *arg, u64 end, bool sleep)
{
	struct poll_table table;
	long ready;
	bool more;

	memset(&table, 0, offsetof(struct poll_table, first));
	table.pt.queue = sleep ? poll_queue : NULL;
	do {
		ready = look(arg, &table);
		if (!ready && table.full)
			ready = -ENOMEM;
		more = !ready && sleep && poll_sleep(&table, end);
		poll_table_leave(&table);
	} while (more);
	return ready;
}

static long wait_for_files(look_fn look, void *arg, struct poll_wait_for *w)
{
	struct task *task = current_task();
	u64 end = w->ns ? end_of_wait(w) : 0, now;
	long ready = look_until(look, arg, end, w->ns != 0);

	now = w->ns && end != ~0ull ? arch_clock_ns(false) : end;
	w->left = now < end ? end - now : 0;
	if (!ready && signal_pending(task)) {
		task->sleep_until = w->mask || end == ~0ull ? 0 : end;
		ready = -ERESTARTNOHAND;
	}
	return ready;
}

/* ---- signal masks ---------------------------------------------------------- */

long set_user_sigmask(const void __user *set, size_t size)
{
	struct task *task = current_task();
	u64 mask;

	if (!set)
		return 0;
	if (size != sizeof(mask))
		return -EINVAL;
	if (copy_from_user(&mask, set, sizeof(mask)))
		return -EFAULT;
	task->saved_sigmask = task->blocked;
	set_blocked(task, mask);
	return 0;
}

long restore_user_sigmask(long ret, const void __user *set)
{
	struct task *task = current_task();

	if (!set)
		return ret;
	if (ret == -ERESTARTNOHAND || ret == -EINTR)
		task->restore_sigmask = task->work = true;
	else
		set_blocked(task, task->saved_sigmask);
	return ret;
}

long get_sigset_arg(struct poll_wait_for *w, const void __user *sig)
{
	unsigned long arg[2];

	if (!sig)
		return 0;
	if (copy_from_user(arg, sig, sizeof(arg)))
		return -EFAULT;
	w->mask = (const void __user *)arg[0];
	w->mask_size = arg[1];
	return 0;
}

/* ---- poll ------------------------------------------------------------------- */

struct poll_list {
	struct pollfd *fds;
	unsigned int nr;
};

static long look_at_list(void *arg, struct poll_table *table)
{
	const struct poll_list *list = arg;
	long ready = 0;

	for (unsigned int i = 0; i < list->nr; i++) {
		struct pollfd *p = &list->fds[i];
		unsigned int always = POLLERR | POLLHUP | POLLNVAL;

		p->revents = p->fd < 0 ? 0 :
			poll_fd(p->fd, table) & ((unsigned short)p->events | always);
		if (!p->revents)
			continue;
		ready++;
		table->pt.queue = NULL;		/* there is no need to sleep */
	}
	return ready;
}

/* Only what became of each descriptor is written. */
static long put_revents(struct pollfd __user *ufds,
			const struct poll_list *list)
{
	/* A program's array may lie anywhere: no member of it is named. */
	char __user *p = (char __user *)ufds + offsetof(struct pollfd, revents);

	for (unsigned int i = 0; i < list->nr; i++, p += sizeof(*ufds))
		if (put_user(list->fds[i].revents, (short __user *)p))
			return -EFAULT;
	return 0;
}

long do_poll(struct pollfd __user *ufds, unsigned int nr,
	     struct poll_wait_for *w)
{
	struct pollfd few[STACK_FDS];
	struct poll_list list = { few, nr };
	size_t size = nr * sizeof(struct pollfd);
	long ready = -EFAULT;

	if (nr > rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	if (nr > STACK_FDS)
		list.fds = kmalloc_array(nr, sizeof(*few), GFP_KERNEL);
	if (!list.fds)
		return -ENOMEM;
	if (copy_from_user(list.fds, ufds, size))
		goto out;
	ready = set_user_sigmask(w->mask, w->mask_size);
	if (ready)
		goto out;
	ready = wait_for_files(look_at_list, &list, w);
	restore_user_sigmask(ready, w->mask);
	if (ready >= 0 && put_revents(ufds, &list))
		ready = -EFAULT;
out:
	if (list.fds != few)
		kfree(list.fds);
	return ready;
}

SYSCALL_DEFINE3(poll, struct pollfd __user *, fds, unsigned int, nr, int, ms)
{
	struct poll_wait_for w = { .ns = ms < 0 ? ~0ull : (u64)ms * 1000000 };

	return do_poll(fds, nr, &w);
}

/* A time that cannot be told does not matter; but the call cannot be made
 * again with what is left of it. */
static long left_told(long ret, bool told)
{
	return !told && ret == -ERESTARTNOHAND ? -EINTR : ret;
}

/* Programs of other systems are not told what is left. */
#define STICKY_TIMEOUTS	0x4000000u

static bool keeps_time(void)
{
	return current_task()->personality & STICKY_TIMEOUTS;
}

SYSCALL_DEFINE5(ppoll, struct pollfd __user *, fds, unsigned int, nr,
		struct __kernel_timespec __user *, ts,
		const u64 __user *, mask, size_t, size)
{
	struct poll_wait_for w = {
		.ns = ~0ull, .mask = mask, .mask_size = size,
	};
	long ret = ts ? get_duration(ts, &w.ns) : 0;

	if (ret)
		return ret;
	ret = do_poll(fds, nr, &w);
	return left_told(ret, !ts || keeps_time() ||
			 !put_timespec(w.left, ts));
}

/* ---- select ----------------------------------------------------------------- */

#define IN_SET	(POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR)
#define OUT_SET	(POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR)
#define EX_SET	POLLPRI

/* Three sets that are asked for, and three of what is ready. */
struct select_sets {
	unsigned int n;
	unsigned long *in[3], *out[3];
};

static bool bit_is_set(const unsigned long *set, unsigned int fd)
{
	return set[fd / BITS_PER_LONG] >> fd % BITS_PER_LONG & 1;
}

static long look_at_fd(const struct select_sets *s, unsigned int fd,
		       struct poll_table *table)
{
	static const unsigned int events[3] = { IN_SET, OUT_SET, EX_SET };
	unsigned int mask, ready = 0;

	if (!bit_is_set(s->in[0], fd) && !bit_is_set(s->in[1], fd) &&
	    !bit_is_set(s->in[2], fd))
		return 0;
	mask = poll_fd(fd, table);
	if (mask & POLLNVAL)
		return -EBADF;
	for (int i = 0; i < 3; i++) {
		if (!bit_is_set(s->in[i], fd) || !(mask & events[i]))
			continue;
		s->out[i][fd / BITS_PER_LONG] |= 1ul << fd % BITS_PER_LONG;
		ready++;
	}
	return ready;
}

static long look_at_sets(void *arg, struct poll_table *table)
{
	const struct select_sets *s = arg;
	long ready = 0;

	for (unsigned int fd = 0; fd < s->n; fd++) {
		long r = look_at_fd(s, fd, table);

		if (r < 0)
			return r;
		ready += r;
	}
	return ready;
}

static size_t set_size(unsigned int n)
{
	return DIV_ROUND_UP(n, BITS_PER_LONG) * sizeof(long);
}

static long get_sets(struct select_sets *s, unsigned long *bits,
		     void __user *const *usets)
{
	const size_t size = set_size(s->n), words = size / sizeof(long);

	for (int i = 0; i < 3; i++) {
		s->in[i] = bits + i * words;
		s->out[i] = bits + (i + 3) * words;
		if (usets[i] && copy_from_user(s->in[i], usets[i], size))
			return -EFAULT;
	}
	return 0;
}

static long put_sets(const struct select_sets *s, void __user *const *usets)
{
	for (int i = 0; i < 3; i++)
		if (usets[i] &&
		    copy_to_user(usets[i], s->out[i], set_size(s->n)))
			return -EFAULT;
	return 0;
}

long do_select(int n, void __user *const *usets, struct poll_wait_for *w)
{
	struct select_sets s;
	unsigned long *bits;
	long ready;

	if (n < 0)
		return -EINVAL;
	s.n = min_t(unsigned int, n, current_task()->files->max_fds);
	bits = kzalloc(6 * set_size(s.n) + 1, GFP_KERNEL);
	if (!bits)
		return -ENOMEM;
	ready = get_sets(&s, bits, usets);
	if (!ready)
		ready = set_user_sigmask(w->mask, w->mask_size);
	if (!ready) {
		ready = wait_for_files(look_at_sets, &s, w);
		restore_user_sigmask(ready, w->mask);
	}
	if (ready >= 0 && put_sets(&s, usets))
		ready = -EFAULT;
	kfree(bits);
	return ready;
}

static bool put_left_timeval(u64 left, struct __kernel_old_timeval __user *utv)
{
	struct timespec64 ts = ns_to_timespec64(left);
	struct __kernel_old_timeval tv = { ts.tv_sec, ts.tv_nsec / 1000 };

	return !copy_to_user(utv, &tv, sizeof(tv));
}

SYSCALL_DEFINE5(select, int, n, void __user *, in, void __user *, out,
		void __user *, ex, struct __kernel_old_timeval __user *, utv)
{
	void __user *const sets[3] = { in, out, ex };
	struct poll_wait_for w = { .ns = ~0ull };
	struct __kernel_old_timeval tv;
	struct timespec64 ts;
	long ret;

	if (utv) {
		if (copy_from_user(&tv, utv, sizeof(tv)))
			return -EFAULT;
		/* Microseconds may be more than a second. */
		if (tv.tv_usec < 0)
			return -EINVAL;
		ts.tv_sec = (s64)tv.tv_sec + tv.tv_usec / 1000000;
		ts.tv_nsec = tv.tv_usec % 1000000 * 1000;
		if (tv.tv_sec < 0 || timespec64_to_ns(&ts, &w.ns))
			return -EINVAL;
	}
	ret = do_select(n, sets, &w);
	return left_told(ret, !utv || keeps_time() ||
			 put_left_timeval(w.left, utv));
}

SYSCALL_DEFINE6(pselect6, int, n, void __user *, in, void __user *, out,
		void __user *, ex, struct __kernel_timespec __user *, ts,
		const unsigned long __user *, sig)
{
	void __user *const sets[3] = { in, out, ex };
	struct poll_wait_for w = { .ns = ~0ull };
	long ret = get_sigset_arg(&w, sig);

	if (!ret && ts)
		ret = get_duration(ts, &w.ns);
	if (ret)
		return ret;
	ret = do_select(n, sets, &w);
	return left_told(ret, !ts || keeps_time() ||
			 !put_timespec(w.left, ts));
}
