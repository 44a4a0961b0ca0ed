/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of mm/uaccess tell each other.
 *
 *	extable.c	which instructions may fault
 *	usercopy.c	does the kernel's side have so many bytes?
 *	copy.c		copies and clears of any size, direct
 *	pinned.c	the same page by page, by get_user_pages
 *	string.c	what looks at the bytes: strings, zeros, structures
 *	fault_in.c	touching pages before they are needed
 *	iov_iter.c	a place in memory of any kind, moved along by copying
 *	iov_import.c	vectors of a program as iterators
 *	iov_pages.c	the pages behind an iterator
 */
#ifndef UACCESS_INTERNAL_H
#define UACCESS_INTERNAL_H

#include <octavo/uaccess.h>
#include <octavo/uio.h>

struct mm_struct;
struct page;

/* One user page, pinned and mapped. Between begin and end the mmap lock is
 * held for read, preemption and page faults are off. */
struct pinned_page {
	struct mm_struct *mm;
	struct page *page;
	char *kaddr;			/* of the page's first byte */
};

/* May the pinned path be taken here? It sleeps and needs an address space. */
bool pinned_possible(void);

/* Pin and map the page of user address @addr of the current task. False: it
 * cannot be had, or is made to fail. */
bool pinned_begin(struct pinned_page *p, unsigned long addr, bool write);

/* Undo it; @dirty: it was written. */
void pinned_end(struct pinned_page *p, bool dirty);

/* Copies and clears of the current task's memory. Return bytes left. */
int pinned_put(unsigned long to, u64 val, unsigned int size);
int pinned_get(u64 *val, unsigned long from, unsigned int size);
unsigned long pinned_to_user(unsigned long to, const void *from,
			     unsigned long n);
unsigned long pinned_from_user(void *to, unsigned long from, unsigned long n);
unsigned long pinned_clear(unsigned long to, unsigned long n);

/* Bytes up to the end of @addr's page, at most @n. */
static inline unsigned long in_page(unsigned long addr, unsigned long n)
{
	return min(n, PAGE_SIZE - (addr & ~PAGE_MASK));
}

/* What comes next of an iterator and lies in a row. */
struct iov_piece {
	struct page *page;		/* ITER_BVEC, ITER_PAGES: the first */
	unsigned long addr;		/* in it, or of user or kernel memory */
	size_t len;			/* to the end of the segment or page */
};

/* Steps over empty segments. */
struct iov_piece iov_first_piece(struct iov_iter *i);

#endif
