/* SPDX-License-Identifier: MIT */
/*
 * sys_process_vm.c - reading and writing the memory of another process.
 *
 *	other mm --get_user_pages_remote()--> pages --kmap_local--> own memory
 *
 * A batch of pages at a time is held while its bytes are copied; so the other
 * process may unmap them meanwhile, and the caller may fault.
 *
 * Locking: the other mm's mmap_lock while its pages are looked up, and no
 * longer: both may be the same.
 */
#include "internal.h"
#include <octavo/highmem.h>

#define BATCH	16

struct remote {
	struct mm_struct *mm;
	struct iovec *vec;
	unsigned long nr;
	bool write;
};

static size_t copy_piece(struct page *page, unsigned int off, size_t len,
			 struct iov_iter *local, bool write)
{
	return write ? copy_page_from_iter(page, off, len, local) :
		       copy_page_to_iter(page, off, len, local);
}

/* The pages are put. Bytes copied, less than asked for at a fault. */
static size_t copy_pages(struct page **pages, long nr, unsigned long addr,
			 struct iov_iter *local, bool write)
{
	size_t done = 0, n, want;
	bool fault = false;

	for (long i = 0; i < nr; i++) {
		unsigned int off = i ? 0 : addr % PAGE_SIZE;

		want = min(local->count, PAGE_SIZE - off);
		n = fault ? 0 : copy_piece(pages[i], off, want, local, write);
		fault = fault || n < want;
		done += n;
		if (write && n)
			set_page_dirty(pages[i]);
		put_page(pages[i]);
	}
	return done;
}

/* Up to @len bytes at @addr of the other process. Bytes, or -errno. */
static ssize_t copy_range(const struct remote *r, unsigned long addr,
			  size_t len, struct iov_iter *local)
{
	unsigned int off = addr % PAGE_SIZE;
	struct page *pages[BATCH];
	long nr = min_t(size_t, DIV_ROUND_UP(off + len, PAGE_SIZE), BATCH);
	size_t want, done, rest;

	down_read(&r->mm->mmap_lock);
	nr = get_user_pages_remote(r->mm, addr, nr, r->write ? FOLL_WRITE : 0,
				   pages, NULL);
	up_read(&r->mm->mmap_lock);
	if (nr <= 0)
		return -EFAULT;
	want = min_t(size_t, len, nr * PAGE_SIZE - off);
	/* The last page may hold more than is asked for. */
	rest = local->count - min(local->count, want);
	iov_iter_truncate(local, want);
	done = copy_pages(pages, nr, addr, local, r->write);
	iov_iter_reexpand(local, local->count + rest);
	return done ? (ssize_t)done : -EFAULT;
}

static ssize_t copy_all(const struct remote *r, struct iov_iter *local)
{
	size_t done = 0;

	for (unsigned long i = 0; i < r->nr && local->count; i++) {
		unsigned long addr = (unsigned long)r->vec[i].iov_base;
		size_t left = min(r->vec[i].iov_len, local->count);

		while (left) {
			ssize_t n = copy_range(r, addr, left, local);

			if (n < 0)
				return done ? (ssize_t)done : n;
			done += n;
			addr += n;
			left -= n;
		}
	}
	return done;
}

bool may_trace(const struct task *task)
{
	const struct task *self = current_task();

	if (task->signal == self->signal || capable())
		return true;
	return self->uid == task->euid && self->uid == task->suid &&
	       self->uid == task->uid && self->gid == task->egid &&
	       self->gid == task->sgid && self->gid == task->gid;
}

/* The address space of @pid with a reference, or ERR_PTR. */
static struct mm_struct *mm_of(pid_t pid)
{
	struct mm_struct *mm = ERR_PTR(-ESRCH);
	struct task *task;

	lock_tasklist();
	task = find_task(pid);
	if (task && !may_trace(task))
		mm = ERR_PTR(-EPERM);
	else if (task && task->thread.mm)
		mm = task->thread.mm;
	if (!IS_ERR(mm))
		mmget(mm);
	unlock_tasklist();
	return mm;
}

static ssize_t access_remote(pid_t pid, struct iov_iter *local,
			     const struct iovec __user *rvec, struct remote *r)
{
	struct iovec fast[UIO_FASTIOV];
	ssize_t n;

	/* Addresses of another process are not compared with this one's. */
	r->vec = iovec_from_user(rvec, r->nr, UIO_FASTIOV, fast);
	if (IS_ERR(r->vec))
		return PTR_ERR(r->vec);
	r->mm = mm_of(pid);
	if (IS_ERR(r->mm)) {
		n = PTR_ERR(r->mm);
	} else {
		n = copy_all(r, local);
		mmput(r->mm);
	}
	if (r->vec != fast)
		kfree(r->vec);
	return n;
}

/* What the two calls get, but for who it is. */
struct vm_args {
	const struct iovec __user *lvec, *rvec;
	unsigned long lnr, rnr, flags;
};

static ssize_t process_vm(pid_t pid, const struct vm_args *args, bool write)
{
	struct remote r = { .nr = args->rnr, .write = write };
	struct iovec fast[UIO_FASTIOV], *vec = fast;
	struct iov_iter local;
	ssize_t n;

	if (args->flags)
		return -EINVAL;
	n = import_iovec(write ? ITER_SOURCE : ITER_DEST, args->lvec, args->lnr,
			 UIO_FASTIOV, &vec, &local);
	if (n > 0)
		n = access_remote(pid, &local, args->rvec, &r);
	kfree(vec);
	return n;
}

SYSCALL_DEFINE6(process_vm_readv, pid_t, pid, const struct iovec __user *, lvec,
		unsigned long, lnr, const struct iovec __user *, rvec,
		unsigned long, rnr, unsigned long, flags)
{
	return process_vm(pid, &(struct vm_args){ lvec, rvec, lnr, rnr, flags },
			  false);
}

SYSCALL_DEFINE6(process_vm_writev, pid_t, pid, const struct iovec __user *,
		lvec, unsigned long, lnr, const struct iovec __user *, rvec,
		unsigned long, rnr, unsigned long, flags)
{
	return process_vm(pid, &(struct vm_args){ lvec, rvec, lnr, rnr, flags },
			  true);
}
