/* SPDX-License-Identifier: MIT */
/*
 * futex.c - waiting for a word of user memory to change.
 *
 * A sleeper hangs in a bucket with the key of its word: for private memory the
 * address space and address, for shared memory what is mapped there and where
 * in it. It looks at the word after it is in the bucket, so a waker, who
 * changes the word first, finds it there.
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

/* What the word is called by everybody who sees it. */
static int get_key(u32 __user *uaddr, int op, struct futex_key *key)
{
	unsigned long addr = (unsigned long)uaddr;
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;

	*key = (struct futex_key){ mm, addr };
	if (op & FUTEX_PRIVATE_FLAG)
		return 0;
	mmap_read_lock(mm);
	vma = find_vma(mm, addr);
	if (!vma || vma->vm_start > addr) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}
	if (vma->vm_flags & VM_SHARED && vma->vm_mapping)
		*key = (struct futex_key){
			vma->vm_mapping,
			((u64)vma->vm_pgoff << PAGE_SHIFT) + addr -
				vma->vm_start,
		};
	mmap_read_unlock(mm);
	return 0;
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
static bool leave(struct futex_bucket *b, struct sleeper *s)
{
	bool there;

	spin_lock(&b->lock);
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
	return leave(b, s) ? err : 0;
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

/* Wake @nr sleepers of a word; how many there were. */
static long futex_wake(u32 __user *uaddr, int op, u32 nr, u32 bits)
{
	struct sleeper *s, *next;
	struct futex_bucket *b;
	struct futex_key key;
	long woken = 0;
	int err = get_key(uaddr, op, &key);

	if (err)
		return err;
	b = bucket_of(&key);
	spin_lock(&b->lock);
	list_for_each_entry_safe(s, next, &b->sleepers, node) {
		if (!same_key(&s->key, &key) || !(s->bits & bits))
			continue;
		if ((u32)woken == nr)
			break;
		wake_sleeper(s);
		woken++;
	}
	spin_unlock(&b->lock);
	return woken;
}

bool futex_is_wait(int op)
{
	op &= FUTEX_CMD_MASK;
	return op == FUTEX_WAIT || op == FUTEX_WAIT_BITSET;
}

long do_futex(u32 __user *uaddr, int op, u32 val, const struct timespec64 *ts,
	      u32 bits)
{
	if ((unsigned long)uaddr & 3)
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(*uaddr)))
		return -EFAULT;
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

SYSCALL_DEFINE6(futex, u32 __user *, uaddr, int, op, u32, val,
		const struct __kernel_timespec __user *, uts,
		u32 __user *, uaddr2, u32, val3)
{
	struct timespec64 ts;

	if (!uts || !futex_is_wait(op))
		return do_futex(uaddr, op, val, NULL, val3);
	if (get_timespec64(&ts, uts))
		return -EFAULT;
	return do_futex(uaddr, op, val, &ts, val3);
}
