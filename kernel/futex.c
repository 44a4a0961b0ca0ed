/* SPDX-License-Identifier: MIT */
/*
 * futex.c - waiting for a word of user memory to change.
 *
 * A sleeper hangs in a bucket with the key of its word: for private memory the
 * address space and address, for shared memory what is mapped there and where
 * in it. It looks at the word after it is in the bucket, so a waker, who
 * changes the word first, finds it there.
 *
 * Requeueing gives sleepers of one word another's key: they are then woken as if
 * they had slept on that one. A thread that ends with locks of its robust list
 * held marks their words and wakes one sleeper of each.
 *
 * Locking: the lock of a bucket; of two, the one at the lower address first.
 */
#include "internal.h"
#include <octavo/pagemap.h>
#include <uapi/time.h>

#define NR_BUCKETS	64u
#define ANY_BIT		0xffffffffu

struct futex_key {
	const void *object;		/* address space or page cache */
	u64 offset;
};

struct futex_bucket {
	spinlock_t lock;
	struct list_head sleepers;
};

struct sleeper {
	struct list_head node;
	struct futex_bucket *bucket;	/* changes with both locks held */
	struct futex_key key;
	u32 bits;
	unsigned int woken;
};

static struct futex_bucket buckets[NR_BUCKETS];

void futex_init(void)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++) {
		spin_lock_init(&buckets[i].lock);
		INIT_LIST_HEAD(&buckets[i].sleepers);
	}
}

static struct futex_bucket *bucket_of(const struct futex_key *key)
{
	unsigned long h = (unsigned long)key->object >> 6 ^
			  (unsigned long)(key->offset >> 2);

	return &buckets[(h ^ h >> 8) % NR_BUCKETS];
}

static bool same_key(const struct futex_key *a, const struct futex_key *b)
{
	return a->object == b->object && a->offset == b->offset;
}

/* The key of a word in shared memory of a file; -EFAULT: beyond its end. */
static int shared_key(const struct vm_area_struct *vma, unsigned long addr,
		      struct futex_key *key)
{
	struct address_space *mapping = vma->vm_mapping;
	const u64 offset = ((u64)vma->vm_pgoff << PAGE_SHIFT) + addr -
			   vma->vm_start;

	*key = (struct futex_key){ mapping, offset };
	return (offset & ~(u64)(PAGE_SIZE - 1)) >= (u64)mapping->i_size ?
		-EFAULT : 0;
}

/* What the word is called by everybody who sees it. */
static int get_key(u32 __user *uaddr, int op, struct futex_key *key)
{
	unsigned long addr = (unsigned long)uaddr;
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int err = 0;

	*key = (struct futex_key){ mm, addr };
	if (op & FUTEX_PRIVATE_FLAG)
		return 0;
	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (!vma || vma->vm_start > addr || !(vma->vm_flags & VM_READ))
		err = -EFAULT;
	else if (vma->vm_flags & VM_SHARED && vma->vm_mapping)
		err = shared_key(vma, addr, key);
	mmap_read_unlock(mm);
	return err;
}

/* When to give up: @ts counts from now, or names a time. */
static int wait_end(int op, const struct timespec64 *ts, u64 *end)
{
	int clock = op & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME :
						CLOCK_MONOTONIC;
	u64 ns, now;
	long unused;

	*end = ~0ull;
	if (!ts)
		return 0;
	if (timespec64_to_ns(ts, &ns))
		return -EINVAL;
	if ((op & FUTEX_CMD_MASK) != FUTEX_WAIT) {
		now = clock_ns(clock, &unused);
		ns = ns > now ? ns - now : 0;
	}
	*end = arch_clock_ns(false) + ns;
	return 0;
}

/* True if it was still there: nobody woke it. */
static bool leave(struct sleeper *s)
{
	struct futex_bucket *b;
	bool there;

	for (;;) {
		b = READ_ONCE(s->bucket);
		spin_lock(&b->lock);
		if (b == s->bucket)
			break;
		spin_unlock(&b->lock);
	}
	there = !list_empty(&s->node);
	list_del_init(&s->node);
	spin_unlock(&b->lock);
	return there;
}

static long sleep_on(struct sleeper *s, u32 __user *uaddr, u32 val, u64 end)
{
	struct futex_bucket *b = bucket_of(&s->key);
	struct task *task = current_task();
	long err = 0;
	u32 word;

	s->bucket = b;
	spin_lock(&b->lock);
	list_add_tail(&s->node, &b->sleepers);
	spin_unlock(&b->lock);
	if (get_user(word, uaddr))
		err = -EFAULT;
	else if (word != val)
		err = -EAGAIN;
	while (!err && !READ_ONCE(s->woken)) {
		if (signal_pending(task))
			err = -ERESTARTSYS;
		else if (arch_clock_ns(false) >= end)
			err = -ETIMEDOUT;
		else
			wait_until(&s->woken, 0, end);
	}
	return leave(s) ? err : 0;
}

static long futex_wait(u32 __user *uaddr, int op, u32 val, u32 bits,
		       const struct timespec64 *ts)
{
	struct sleeper s = { .bits = bits };
	u64 end;
	int err = wait_end(op, ts, &end);

	if (!err)
		err = get_key(uaddr, op, &s.key);
	return err ? err : sleep_on(&s, uaddr, val, end);
}

static void wake_sleeper(struct sleeper *s)
{
	list_del_init(&s->node);
	WRITE_ONCE(s->woken, 1);
	arch_wake(&s->woken, 1);
}

/* In the locked bucket of @key. */
static long wake_locked(const struct futex_key *key, u32 nr, u32 bits)
{
	struct sleeper *s, *next;
	long woken = 0;

	list_for_each_entry_safe(s, next, &bucket_of(key)->sleepers, node) {
		if (!same_key(&s->key, key) || !(s->bits & bits))
			continue;
		if ((u32)woken == nr)
			break;
		wake_sleeper(s);
		woken++;
	}
	return woken;
}

/* Wake @nr sleepers of a word; how many there were. */
static long futex_wake(u32 __user *uaddr, int op, u32 nr, u32 bits)
{
	struct futex_bucket *b;
	struct futex_key key;
	long woken;
	int err = get_key(uaddr, op, &key);

	if (err)
		return err;
	b = bucket_of(&key);
	spin_lock(&b->lock);
	woken = wake_locked(&key, nr, bits);
	spin_unlock(&b->lock);
	return woken;
}

/* ---- two words --------------------------------------------------------- */

static void lock_two(struct futex_bucket *a, struct futex_bucket *b)
{
	spin_lock(a < b ? &a->lock : &b->lock);
	if (a != b)
		spin_lock(a < b ? &b->lock : &a->lock);
}

static void unlock_two(struct futex_bucket *a, struct futex_bucket *b)
{
	spin_unlock(&a->lock);
	if (a != b)
		spin_unlock(&b->lock);
}

/* Let @nr sleepers of @from sleep on @to, both buckets locked. */
static long requeue_locked(const struct futex_key *from,
			   const struct futex_key *to, u32 nr)
{
	struct futex_bucket *b = bucket_of(to);
	struct sleeper *s, *next;
	LIST_HEAD(moved);
	long n = 0;

	list_for_each_entry_safe(s, next, &bucket_of(from)->sleepers, node) {
		if ((u32)n == nr)
			break;
		if (!same_key(&s->key, from))
			continue;
		s->key = *to;
		s->bucket = b;
		list_move_tail(&s->node, &moved);
		n++;
	}
	list_splice_tail(&moved, &b->sleepers);
	return n;
}

/* Wake sleepers of the first word and let others sleep on the second one. */
static long futex_requeue(const struct futex_pair *p, bool compare)
{
	struct futex_key from, to;
	int err = get_key(p->uaddr, p->op, &from);
	long n;
	u32 word;

	if ((s32)p->nr < 0 || (s32)p->nr2 < 0)
		return -EINVAL;
	if (!err)
		err = get_key(p->uaddr2, p->op, &to);
	if (err)
		return err;
	if (compare && get_user(word, p->uaddr))
		return -EFAULT;
	if (compare && word != p->val3)
		return -EAGAIN;
	lock_two(bucket_of(&from), bucket_of(&to));
	n = wake_locked(&from, p->nr, ANY_BIT);
	n += requeue_locked(&from, &to, p->nr2);
	unlock_two(bucket_of(&from), bucket_of(&to));
	return n;
}

static s32 sign_extend_12(u32 val)
{
	return (s32)(val << 20) >> 20;
}

/* The word after the change that FUTEX_WAKE_OP's @code asks for. */
static int changed_word(u32 code, u32 old, u32 *new)
{
	u32 arg = (u32)sign_extend_12(code >> 12 & 0xfff);

	if (code >> 28 & 8)
		arg = 1u << (arg & 31);
	switch (code >> 28 & 7) {
	case 0:
		*new = arg;
		return 0;
	case 1:
		*new = old + arg;
		return 0;
	case 2:
		*new = old | arg;
		return 0;
	case 3:
		*new = old & ~arg;
		return 0;
	case 4:
		*new = old ^ arg;
		return 0;
	}
	return -ENOSYS;
}

/* 1 or 0: does the old word compare as @code says? */
static int compare_word(u32 code, s32 old)
{
	const s32 arg = sign_extend_12(code & 0xfff);

	switch (code >> 24 & 15) {
	case 0:
		return old == arg;
	case 1:
		return old != arg;
	case 2:
		return old < arg;
	case 3:
		return old <= arg;
	case 4:
		return old > arg;
	case 5:
		return old >= arg;
	}
	return -ENOSYS;
}

/* Change the second word, wake sleepers of the first, and of the second if its
 * old value was what it should have been. User code runs on one CPU and the
 * kernel is not preempted: nothing changes the word in between. */
static long futex_wake_op(const struct futex_pair *p)
{
	struct futex_key first, second;
	int err = get_key(p->uaddr, p->op, &first), also;
	u32 old, new;
	long n;

	if (!err)
		err = get_key(p->uaddr2, p->op, &second);
	if (err)
		return err;
	if (get_user(old, p->uaddr2))
		return -EFAULT;
	err = changed_word(p->val3, old, &new);
	if (err)
		return err;
	if (put_user(new, p->uaddr2))
		return -EFAULT;
	also = compare_word(p->val3, (s32)old);
	if (also < 0)
		return also;
	lock_two(bucket_of(&first), bucket_of(&second));
	n = wake_locked(&first, p->nr, ANY_BIT);
	if (also)
		n += wake_locked(&second, p->nr2, ANY_BIT);
	unlock_two(bucket_of(&first), bucket_of(&second));
	return n;
}

static bool is_futex(const u32 __user *uaddr, long *err)
{
	*err = (unsigned long)uaddr & 3 ? -EINVAL :
	       !access_ok(uaddr, sizeof(*uaddr)) ? -EFAULT : 0;
	return !*err;
}

bool futex_has_two(int op)
{
	op &= FUTEX_CMD_MASK;
	return op == FUTEX_REQUEUE || op == FUTEX_CMP_REQUEUE ||
	       op == FUTEX_WAKE_OP;
}

long do_futex_two(const struct futex_pair *p)
{
	long err;

	if (!is_futex(p->uaddr, &err) || !is_futex(p->uaddr2, &err))
		return err;
	switch (p->op & FUTEX_CMD_MASK) {
	case FUTEX_REQUEUE:
		return futex_requeue(p, false);
	case FUTEX_CMP_REQUEUE:
		return futex_requeue(p, true);
	}
	return futex_wake_op(p);
}

bool futex_is_wait(int op)
{
	op &= FUTEX_CMD_MASK;
	return op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET;
}

long do_futex(u32 __user *uaddr, int op, u32 val, const struct timespec64 *ts,
	      u32 bits)
{
	long err;

	if (!is_futex(uaddr, &err))
		return err;
	switch (op & FUTEX_CMD_MASK) {
	case FUTEX_WAIT:
		return futex_wait(uaddr, op, val, ANY_BIT, ts);
	case FUTEX_WAIT_BITSET:
		return bits ? futex_wait(uaddr, op, val, bits, ts) : -EINVAL;
	case FUTEX_WAKE:
		return futex_wake(uaddr, op, val, ANY_BIT);
	case FUTEX_WAKE_BITSET:
		return bits ? futex_wake(uaddr, op, val, bits) : -EINVAL;
	}
	return -ENOSYS;
}

/* ---- locks of a thread that ends --------------------------------------- */

#define ROBUST_MAX	2048		/* a list that never ends */

/* What user memory holds: entries begin with the next one's address. */
struct robust_list_head {
	unsigned long first;
	long futex_offset;
	unsigned long pending;		/* about to be taken or given back */
};

/* Mark the lock at @uaddr if @task has it, and wake one who waits for it. */
static void robust_lock_died(const struct task *task, unsigned long entry,
			     long offset, bool pending)
{
	u32 __user *uaddr = (u32 __user *)((entry & ~1ul) + (unsigned long)offset);
	u32 word;

	if ((unsigned long)uaddr & 3 || get_user(word, uaddr))
		return;
	if (pending && !word)
		do_futex(uaddr, FUTEX_WAKE, 1, NULL, 0);
	if ((word & FUTEX_TID_MASK) != (u32)task->thread.pid)
		return;
	if (put_user((word & FUTEX_WAITERS) | FUTEX_OWNER_DIED, uaddr))
		return;
	if (word & FUTEX_WAITERS)
		do_futex(uaddr, FUTEX_WAKE, 1, NULL, 0);
}

void futex_exit_robust(struct task *task)
{
	const unsigned long list = task->robust_list;
	struct robust_list_head head;
	unsigned long entry, next;

	task->robust_list = 0;
	if (!list || copy_from_user(&head, (void __user *)list, sizeof(head)))
		return;
	entry = head.first;
	for (int i = 0; (entry & ~1ul) != list && i < ROBUST_MAX; i++) {
		long err = get_user(next, (unsigned long __user *)
					  (entry & ~1ul));

		if (entry != head.pending)
			robust_lock_died(task, entry, head.futex_offset, false);
		if (err)
			break;
		entry = next;
	}
	if (head.pending)
		robust_lock_died(task, head.pending, head.futex_offset, true);
}

SYSCALL_DEFINE2(set_robust_list, unsigned long, head, size_t, len)
{
	if (len != sizeof(struct robust_list_head))
		return -EINVAL;
	current_task()->robust_list = head;
	return 0;
}

SYSCALL_DEFINE3(get_robust_list, pid_t, pid, unsigned long __user *, head,
		size_t __user *, len)
{
	const struct task *task;
	unsigned long list = 0;
	long err = -ESRCH;

	lock_tasklist();
	task = pid ? find_task(pid) : current_task();
	if (task) {
		list = task->robust_list;
		err = !pid || may_trace(task) ? 0 : -EPERM;
	}
	unlock_tasklist();
	if (err)
		return err;
	if (put_user(sizeof(struct robust_list_head), len))
		return -EFAULT;
	return put_user(list, head);
}

SYSCALL_DEFINE6(futex, u32 __user *, uaddr, int, op, u32, val,
		const struct __kernel_timespec __user *, uts,
		u32 __user *, uaddr2, u32, val3)
{
	struct timespec64 ts;

	if (futex_has_two(op))
		return do_futex_two(&(struct futex_pair){
			uaddr, uaddr2, op, val, (u32)(unsigned long)uts,
			val3 });
	if (!uts || !futex_is_wait(op))
		return do_futex(uaddr, op, val, NULL, val3);
	if (get_timespec64(&ts, uts))
		return -EFAULT;
	return do_futex(uaddr, op, val, &ts, val3);
}
