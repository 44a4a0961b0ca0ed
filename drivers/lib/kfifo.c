/* SPDX-License-Identifier: MIT */
/*
 * kfifo.c - rings of elements and of records, see octavo/kfifo.h.
 *
 * Everything is built of copies at a place counted in bytes since ever, in at
 * most two pieces: up to the end of the ring and from its start.
 *
 * 1. in - out <= size.
 * 2. Who puts writes the buffer before in; who takes reads it before out.
 */
#include <octavo/bitops.h>
#include <octavo/errno.h>
#include <octavo/kfifo.h>
#include <octavo/minmax.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include <octavo/uaccess.h>

int __kfifo_alloc(struct __kfifo *fifo, unsigned int size, size_t esize,
		  gfp_t gfp)
{
	*fifo = (struct __kfifo){ .esize = (unsigned int)esize };
	if (size < 2 || size > 1u << 31)
		return -EINVAL;
	size = (unsigned int)roundup_pow_of_two(size);
	fifo->data = kmalloc_array(size, esize, gfp);
	if (!fifo->data)
		return -ENOMEM;
	fifo->mask = size - 1;
	return 0;
}

void __kfifo_free(struct __kfifo *fifo)
{
	kfree(fifo->data);
	*fifo = (struct __kfifo){ .esize = fifo->esize };
}

int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size,
		 size_t esize)
{
	*fifo = (struct __kfifo){ .esize = (unsigned int)esize };
	size /= (unsigned int)esize;
	if (size < 2)
		return -EINVAL;
	fifo->data = buffer;
	fifo->mask = (unsigned int)rounddown_pow_of_two(size) - 1;
	return 0;
}

/* ---- copies ------------------------------------------------------------------ */

/* The part of @n elements at @at that lies before the ring's end. */
static size_t first_part(const struct __kfifo *fifo, unsigned int at,
			 unsigned int n)
{
	return (size_t)min(n, fifo->mask + 1 - (at & fifo->mask)) * fifo->esize;
}

static u8 *place(const struct __kfifo *fifo, unsigned int at)
{
	return (u8 *)fifo->data + (size_t)(at & fifo->mask) * fifo->esize;
}

static void write_at(struct __kfifo *fifo, unsigned int at, const void *from,
		     unsigned int n)
{
	size_t bytes = (size_t)n * fifo->esize, first = first_part(fifo, at, n);

	memcpy(place(fifo, at), from, first);
	memcpy(fifo->data, (const u8 *)from + first, bytes - first);
}

static void read_at(const struct __kfifo *fifo, unsigned int at, void *to,
		    unsigned int n)
{
	size_t bytes = (size_t)n * fifo->esize, first = first_part(fifo, at, n);

	memcpy(to, place(fifo, at), first);
	memcpy((u8 *)to + first, fifo->data, bytes - first);
}

/* These two answer how many bytes were not copied. */
static unsigned long write_user(struct __kfifo *fifo, unsigned int at,
				const void __user *from, unsigned int n)
{
	size_t bytes = (size_t)n * fifo->esize, first = first_part(fifo, at, n);
	unsigned long left = copy_from_user(place(fifo, at), from, first);

	if (left)
		return left + bytes - first;
	return copy_from_user(fifo->data, from + first, bytes - first);
}

static unsigned long read_user(const struct __kfifo *fifo, unsigned int at,
			       void __user *to, unsigned int n)
{
	size_t bytes = (size_t)n * fifo->esize, first = first_part(fifo, at, n);
	unsigned long left = copy_to_user(to, place(fifo, at), first);

	if (left)
		return left + bytes - first;
	return copy_to_user(to + first, fifo->data, bytes - first);
}

/* ---- how much ----------------------------------------------------------------- */

static unsigned int used(const struct __kfifo *fifo)
{
	return __atomic_load_n(&fifo->in, __ATOMIC_ACQUIRE) -
	       __atomic_load_n(&fifo->out, __ATOMIC_ACQUIRE);
}

static unsigned int unused(const struct __kfifo *fifo)
{
	return fifo->data ? fifo->mask + 1 - used(fifo) : 0;
}

static void moved(unsigned int *counter, unsigned int n)
{
	__atomic_store_n(counter, *counter + n, __ATOMIC_RELEASE);
}

static unsigned int longest_record(size_t recsize)
{
	return recsize == 1 ? 0xff : 0xffff;
}

unsigned int __kfifo_avail(const struct __kfifo *fifo, size_t recsize)
{
	unsigned int room = unused(fifo);

	if (!recsize)
		return room;
	room = room > recsize ? room - (unsigned int)recsize : 0;
	return min(room, longest_record(recsize));
}

unsigned int __kfifo_peek_len(const struct __kfifo *fifo, size_t recsize)
{
	u8 len[2] = { 0, 0 };

	if (!recsize)
		return used(fifo) * fifo->esize;
	if (!used(fifo))
		return 0;
	read_at(fifo, fifo->out, len, (unsigned int)recsize);
	return len[0] | (unsigned int)len[1] << 8;
}

/* ---- records -------------------------------------------------------------------- */

static void write_len(struct __kfifo *fifo, unsigned int n, size_t recsize)
{
	const u8 len[2] = { (u8)n, (u8)(n >> 8) };

	write_at(fifo, fifo->in, len, (unsigned int)recsize);
}

static unsigned int peek_record(const struct __kfifo *fifo, void *to,
				unsigned int n, size_t recsize)
{
	n = min(n, __kfifo_peek_len(fifo, recsize));
	read_at(fifo, fifo->out + (unsigned int)recsize, to, n);
	return n;
}

static unsigned int put_record(struct __kfifo *fifo, const void *from,
			       unsigned int n, size_t recsize)
{
	if (n > __kfifo_avail(fifo, recsize))
		return 0;
	write_len(fifo, n, recsize);
	write_at(fifo, fifo->in + (unsigned int)recsize, from, n);
	moved(&fifo->in, n + (unsigned int)recsize);
	return n;
}

/* ---- the calls ------------------------------------------------------------------- */

unsigned int __kfifo_in(struct __kfifo *fifo, const void *from, unsigned int n,
			size_t recsize)
{
	if (recsize)
		return put_record(fifo, from, n, recsize);
	n = min(n, unused(fifo));
	if (n)
		write_at(fifo, fifo->in, from, n);
	moved(&fifo->in, n);
	return n;
}

unsigned int __kfifo_peek(const struct __kfifo *fifo, void *to, unsigned int n,
			  size_t recsize)
{
	if (!used(fifo))
		return 0;
	if (recsize)
		return peek_record(fifo, to, n, recsize);
	n = min(n, used(fifo));
	read_at(fifo, fifo->out, to, n);
	return n;
}

void __kfifo_skip(struct __kfifo *fifo, unsigned int n, size_t recsize)
{
	if (recsize)
		n = __kfifo_peek_len(fifo, recsize) + (unsigned int)recsize;
	moved(&fifo->out, n);
}

unsigned int __kfifo_out(struct __kfifo *fifo, void *to, unsigned int n,
			 size_t recsize)
{
	if (!used(fifo))
		return 0;
	n = __kfifo_peek(fifo, to, n, recsize);
	__kfifo_skip(fifo, n, recsize);
	return n;
}

int __kfifo_from_user(struct __kfifo *fifo, const void __user *from,
		      unsigned long len, unsigned int *copied, size_t recsize)
{
	unsigned int n = (unsigned int)min(len, (unsigned long)UINT_MAX) /
			 (fifo->esize ? fifo->esize : 1);
	unsigned long left;

	*copied = 0;
	if (recsize && n > __kfifo_avail(fifo, recsize))
		return 0;
	n = min(n, __kfifo_avail(fifo, recsize));
	if (!n)
		return 0;
	left = write_user(fifo, fifo->in + (unsigned int)recsize, from, n);
	if (recsize && left)
		return -EFAULT;
	n -= (unsigned int)DIV_ROUND_UP(left, fifo->esize);
	if (recsize)
		write_len(fifo, n, recsize);
	moved(&fifo->in, n + (unsigned int)recsize);
	*copied = n * fifo->esize;
	return left ? -EFAULT : 0;
}

int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len,
		    unsigned int *copied, size_t recsize)
{
	unsigned int n, have = __kfifo_peek_len(fifo, recsize);
	unsigned long left;

	*copied = 0;
	if (!used(fifo))
		return 0;
	n = (unsigned int)min(len, (unsigned long)have) / fifo->esize;
	left = read_user(fifo, fifo->out + (unsigned int)recsize, to, n);
	if (recsize && left)
		return -EFAULT;
	n -= (unsigned int)DIV_ROUND_UP(left, fifo->esize);
	__kfifo_skip(fifo, n, recsize);
	*copied = n * fifo->esize;
	return left ? -EFAULT : 0;
}
