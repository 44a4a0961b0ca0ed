/* SPDX-License-Identifier: MIT */
/*
 * pinned.c - user copies page by page, for when user pointers are no use.
 *
 * That is the case for another process's memory; for a CPU that ignores write
 * protection in kernel mode, where a plain store would silently write into
 * pages that are shared; and wherever octavo_uaccess_mode says so. Per round,
 * to the end of the page at most:
 *
 *	mmap_read_lock
 *	  get_user_pages	the fault, if one is due, happens here
 *	    kmap_atomic
 *	      memcpy
 *	    kunmap_atomic
 *	    set_page_dirty_lock	if it was written
 *	  put_page
 *	mmap_read_unlock
 *
 * Results are those of the direct path, to the byte. Three things it cannot
 * do: it fails in atomic context and with page faults disabled, since it may
 * sleep (the Linux that this way was learned from forgot that, and slept while
 * it held an atomic map); it fails for areas that are no memory (VM_IO,
 * VM_PFNMAP); and it must not be called with the mmap lock held for write.
 *
 * A store of 1, 2, 4 or 8 bytes is all or nothing: both pages of one that
 * straddles a border are pinned before either is written.
 *
 * Locking: takes mmap_lock for read; the page lock to dirty a page.
 * Source: the WP workaround of Linux 2.6's i386 copy_to_user, as described.
 */
#include <octavo/highmem.h>
#include <octavo/mm.h>
#include "internal.h"

bool pinned_possible(void)
{
	return current->mm && !faulthandler_disabled() && !arch_irqs_disabled();
}

/* x86 has no memory that may be written or executed but not read, and the
 * direct path reads it: so must this one. */
static unsigned int read_flags(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = vma_lookup(mm, addr);

	if (vma && !(vma->vm_flags & VM_READ) &&
	    (vma->vm_flags & (VM_WRITE | VM_EXEC)))
		return FOLL_FORCE;
	return 0;
}

static unsigned int gup_flags(struct mm_struct *mm, unsigned long addr,
			      bool write)
{
	return write ? FOLL_WRITE : read_flags(mm, addr);
}

static bool get_one(struct mm_struct *mm, unsigned long addr,
		    unsigned int flags, struct page **page)
{
	return get_user_pages_remote(mm, addr, 1, flags, page, NULL) == 1;
}

static void put_one(struct page *page, bool dirty)
{
	if (dirty)
		set_page_dirty_lock(page);
	put_page(page);
}

bool pinned_begin(struct pinned_page *p, unsigned long addr, bool write)
{
	if (should_fail_copy(addr))
		return false;
	p->mm = current->mm;
	mmap_read_lock(p->mm);
	if (!get_one(p->mm, addr, gup_flags(p->mm, addr, write), &p->page)) {
		mmap_read_unlock(p->mm);
		return false;
	}
	count_vm_event(UACCESS_PINNED_COPY);
	p->kaddr = kmap_atomic(p->page);
	return true;
}

void pinned_end(struct pinned_page *p, bool dirty)
{
	kunmap_atomic(p->kaddr);
	put_one(p->page, dirty);
	mmap_read_unlock(p->mm);
}

static unsigned long ended(unsigned long left)
{
	if (left)
		count_vm_event(UACCESS_FIXUP);
	return left;
}

unsigned long pinned_to_user(unsigned long to, const void *from,
			     unsigned long n)
{
	const char *src = from;
	struct pinned_page p;

	if (!pinned_possible())
		return ended(n);
	while (n && pinned_begin(&p, to, true)) {
		unsigned long some = in_page(to, n);

		memcpy(p.kaddr + offset_in_page(to), src, some);
		pinned_end(&p, true);
		to += some;
		src += some;
		n -= some;
	}
	return ended(n);
}

unsigned long pinned_from_user(void *to, unsigned long from, unsigned long n)
{
	struct pinned_page p;
	char *dst = to;

	if (!pinned_possible())
		return ended(n);
	while (n && pinned_begin(&p, from, false)) {
		unsigned long some = in_page(from, n);

		memcpy(dst, p.kaddr + offset_in_page(from), some);
		pinned_end(&p, false);
		from += some;
		dst += some;
		n -= some;
	}
	return ended(n);
}

unsigned long pinned_clear(unsigned long to, unsigned long n)
{
	struct pinned_page p;

	if (!pinned_possible())
		return ended(n);
	while (n && pinned_begin(&p, to, true)) {
		unsigned long some = in_page(to, n);

		memset(p.kaddr + offset_in_page(to), 0, some);
		pinned_end(&p, true);
		to += some;
		n -= some;
	}
	return ended(n);
}

/* Copy @n bytes at @offset of @page from or to @buf. */
static void access_page(struct page *page, unsigned long offset, void *buf,
			unsigned long n, bool write)
{
	char *kaddr = kmap_atomic(page);

	if (write)
		memcpy(kaddr + offset, buf, n);
	else
		memcpy(buf, kaddr + offset, n);
	kunmap_atomic(kaddr);
}

/* The one or two pages of a single access; false and none of them held if one
 * cannot be had. */
static bool get_both(struct mm_struct *mm, unsigned long addr,
		     unsigned int size, struct page **pages, bool write)
{
	unsigned long last = addr + size - 1;

	if (!get_one(mm, addr, gup_flags(mm, addr, write), &pages[0]))
		return false;
	pages[1] = NULL;
	if (((addr ^ last) & PAGE_MASK) == 0)
		return true;
	if (get_one(mm, last, gup_flags(mm, last, write), &pages[1]))
		return true;
	put_page(pages[0]);
	return false;
}

/* All of 1, 2, 4 or 8 bytes, or nothing. */
static int access_single(unsigned long addr, void *buf, unsigned int size,
			 bool write)
{
	unsigned long first = in_page(addr, size);
	struct mm_struct *mm = current->mm;
	struct page *pages[2];

	if (!pinned_possible() || should_fail_copy(addr))
		return -EFAULT;
	mmap_read_lock(mm);
	if (!get_both(mm, addr, size, pages, write)) {
		mmap_read_unlock(mm);
		return -EFAULT;
	}
	count_vm_event(UACCESS_PINNED_COPY);
	access_page(pages[0], offset_in_page(addr), buf, first, write);
	put_one(pages[0], write);
	if (pages[1]) {
		count_vm_event(UACCESS_PINNED_COPY);
		access_page(pages[1], 0, (char *)buf + first, size - first,
			    write);
		put_one(pages[1], write);
	}
	mmap_read_unlock(mm);
	return 0;
}

int pinned_put(unsigned long to, u64 val, unsigned int size)
{
	return access_single(to, &val, size, true);
}

int pinned_get(u64 *val, unsigned long from, unsigned int size)
{
	return access_single(from, val, size, false);
}

/* What a device that has no pages there says; bytes copied. */
static int access_frames(struct mm_struct *mm, unsigned long addr, void *buf,
			 int len, bool write)
{
	struct vm_area_struct *vma = vma_lookup(mm, addr);
	int ret;

	if (!vma || !vma->vm_ops || !vma->vm_ops->access)
		return 0;
	len = (int)min((unsigned long)len, vma->vm_end - addr);
	ret = vma->vm_ops->access(vma, addr, buf, len, write);
	return max(ret, 0);
}

int access_process_vm(struct mm_struct *mm, unsigned long addr, void *buf,
		      int len, unsigned int flags)
{
	bool write = flags & FOLL_WRITE;
	int done = 0;

	might_sleep();
	mmap_read_lock(mm);
	while (done < len) {
		unsigned long some = in_page(addr, (unsigned long)(len - done));
		struct page *page;

		if (!get_one(mm, addr, flags, &page)) {
			done += access_frames(mm, addr, (char *)buf + done,
					      len - done, write);
			break;
		}
		count_vm_event(UACCESS_PINNED_COPY);
		access_page(page, offset_in_page(addr), (char *)buf + done,
			    some, write);
		put_one(page, write);
		addr += some;
		done += (int)some;
	}
	mmap_read_unlock(mm);
	return done;
}
