/* SPDX-License-Identifier: MIT */
/*
 * kfifo.h - a ring of elements of one type, or of records of bytes.
 *
 *	 0       out            in        size (a power of 2)
 *	 |........|##############|..........|
 *
 * in and out only grow; their place in the ring is what the mask leaves of
 * them. So one who puts and one who takes need no lock between them.
 *
 * A record fifo holds bytes: each record has its length, in 1 or 2 bytes, in
 * front of it, and is put and taken whole.
 *
 * A fifo is declared with its type; the calls are macros that pass size and
 * kind on to the functions below, which see bytes only.
 *
 *	DEFINE_KFIFO(f, int, 8);		buffer inside, ready
 *	DECLARE_KFIFO(f, int, 8);		... after INIT_KFIFO(f)
 *	DECLARE_KFIFO_PTR(f, int);		... after kfifo_alloc(&f, n, gfp)
 *	struct kfifo f;				bytes, after kfifo_alloc()
 */
#ifndef OCTAVO_KFIFO_H
#define OCTAVO_KFIFO_H

#include <octavo/gfp.h>
#include <octavo/spinlock.h>
#include <octavo/types.h>

struct __kfifo {
	unsigned int in, out;		/* elements, or bytes, ever put, taken */
	unsigned int mask;		/* size - 1; 0 before it has a buffer */
	unsigned int esize;		/* bytes of an element */
	void *data;
};

/* @recsize: bytes of a record's length, 0 for elements; @nr: of the buffer;
 * @ptrtype: what is put and taken by pointers, void: anything. */
#define KFIFO_MEMBERS(datatype, recsize, nr, ptrtype)			\
	union {								\
		struct __kfifo kfifo;					\
		datatype *type;						\
		ptrtype *ptr;						\
		const ptrtype *const_ptr;				\
		char (*rectype)[recsize];				\
	};								\
	datatype buf[nr]
#define STRUCT_KFIFO(type, size)					\
	struct { KFIFO_MEMBERS(type, 0, ((size) < 2) ||			\
			       ((size) & ((size) - 1)) ? -1 : (size), type); }
#define STRUCT_KFIFO_PTR(type)						\
	struct { KFIFO_MEMBERS(type, 0, 0, type); }
#define STRUCT_KFIFO_REC_1(size)					\
	struct { KFIFO_MEMBERS(unsigned char, 1, size, void); }
#define STRUCT_KFIFO_REC_2(size)					\
	struct { KFIFO_MEMBERS(unsigned char, 2, size, void); }

struct kfifo { KFIFO_MEMBERS(unsigned char, 0, 0, void); };
struct kfifo_rec_ptr_1 { KFIFO_MEMBERS(unsigned char, 1, 0, void); };
struct kfifo_rec_ptr_2 { KFIFO_MEMBERS(unsigned char, 2, 0, void); };

#define DECLARE_KFIFO_PTR(fifo, type)	STRUCT_KFIFO_PTR(type) fifo
#define DECLARE_KFIFO(fifo, type, size)	STRUCT_KFIFO(type, size) fifo

/* Is the buffer elsewhere? */
#define kfifo_is_ptr(fifo)	(sizeof((fifo)->buf) == 0)
#define KFIFO_NR(fifo)		(sizeof((fifo)->buf) / sizeof((fifo)->buf[0]))

#define INIT_KFIFO(fifo)						\
	((fifo).kfifo = (struct __kfifo){				\
		.mask = kfifo_is_ptr(&(fifo)) ? 0 :			\
			(unsigned int)KFIFO_NR(&(fifo)) - 1,		\
		.esize = sizeof((fifo).buf[0]),				\
		.data = kfifo_is_ptr(&(fifo)) ? NULL : (fifo).buf,	\
	})
#define DEFINE_KFIFO(fifo, type, size)					\
	DECLARE_KFIFO(fifo, type, size) = {				\
		.kfifo = {						\
			.mask = (size) - 1,				\
			.esize = sizeof(type),				\
			.data = fifo.buf,				\
		},							\
	}

#define kfifo_initialized(fifo)	((fifo)->kfifo.mask != 0)
#define kfifo_esize(fifo)	((fifo)->kfifo.esize)
#define kfifo_recsize(fifo)	(sizeof(*(fifo)->rectype))
#define kfifo_size(fifo)	((fifo)->kfifo.mask + 1)
#define kfifo_reset(fifo)	((void)((fifo)->kfifo.in = (fifo)->kfifo.out = 0))
#define kfifo_reset_out(fifo)	((void)((fifo)->kfifo.out = (fifo)->kfifo.in))
#define kfifo_len(fifo)							\
	(__atomic_load_n(&(fifo)->kfifo.in, __ATOMIC_ACQUIRE) -		\
	 __atomic_load_n(&(fifo)->kfifo.out, __ATOMIC_ACQUIRE))
#define kfifo_is_empty(fifo)	(kfifo_len(fifo) == 0)
#define kfifo_is_full(fifo)	(kfifo_len(fifo) > (fifo)->kfifo.mask)
#define kfifo_avail(fifo)	\
	__kfifo_avail(&(fifo)->kfifo, kfifo_recsize(fifo))
#define kfifo_skip(fifo)	\
	__kfifo_skip(&(fifo)->kfifo, 1, kfifo_recsize(fifo))
#define kfifo_skip_count(fifo, nr)	\
	__kfifo_skip(&(fifo)->kfifo, nr, kfifo_recsize(fifo))
#define kfifo_peek_len(fifo)	\
	__kfifo_peek_len(&(fifo)->kfifo, kfifo_recsize(fifo))

/* The buffer: @size in elements; of kfifo_init() in bytes. */
#define kfifo_alloc(fifo, size, gfp)	\
	__kfifo_alloc(&(fifo)->kfifo, size, sizeof(*(fifo)->type), gfp)
#define kfifo_free(fifo)		__kfifo_free(&(fifo)->kfifo)
#define kfifo_init(fifo, buffer, size)	\
	__kfifo_init(&(fifo)->kfifo, buffer, size, sizeof(*(fifo)->type))

/* Many elements, or one record of @n bytes; they answer how many it were. */
#define kfifo_in(fifo, from, n)	\
	__kfifo_in(&(fifo)->kfifo, KFIFO_SAME(fifo, const_ptr, from), n,	\
		   kfifo_recsize(fifo))
#define kfifo_out(fifo, to, n)						\
	__kfifo_checked(__kfifo_out(&(fifo)->kfifo,			\
				    KFIFO_SAME(fifo, ptr, to), n,	\
				    kfifo_recsize(fifo)))
#define kfifo_out_peek(fifo, to, n)					\
	__kfifo_checked(__kfifo_peek(&(fifo)->kfifo,			\
				     KFIFO_SAME(fifo, ptr, to), n,	\
				     kfifo_recsize(fifo)))
/* A pointer to the fifo's type: the compiler warns of another. */
#define KFIFO_SAME(fifo, member, p)	\
	({ __typeof__((fifo)->member) kfifo_p = (p); kfifo_p; })

/* One element; they answer 1, or 0 if it is full, or empty. */
#define kfifo_put(fifo, val)						\
	({								\
		__typeof__(*(fifo)->type) kfifo_val = (val);		\
		__kfifo_in(&(fifo)->kfifo, &kfifo_val, kfifo_recsize(fifo) ? \
			   (unsigned int)sizeof(kfifo_val) : 1,		\
			   kfifo_recsize(fifo)) != 0;			\
	})
#define kfifo_get(fifo, val)						\
	__kfifo_checked(__kfifo_out(&(fifo)->kfifo,			\
				    KFIFO_SAME(fifo, ptr, val),	\
				    kfifo_recsize(fifo) ?		\
				    (unsigned int)sizeof(*(val)) : 1,	\
				    kfifo_recsize(fifo)) != 0)
#define kfifo_peek(fifo, val)						\
	__kfifo_checked(__kfifo_peek(&(fifo)->kfifo,			\
				     KFIFO_SAME(fifo, ptr, val),	\
				     kfifo_recsize(fifo) ?		\
				     (unsigned int)sizeof(*(val)) : 1,	\
				     kfifo_recsize(fifo)) != 0)

/* With user memory, @len in bytes; 0 or -EFAULT, *@copied says how many. */
#define kfifo_from_user(fifo, from, len, copied)			\
	((int)__kfifo_checked((unsigned int)				\
		__kfifo_from_user(&(fifo)->kfifo, from, len, copied,	\
				  kfifo_recsize(fifo))))
#define kfifo_to_user(fifo, to, len, copied)				\
	((int)__kfifo_checked((unsigned int)				\
		__kfifo_to_user(&(fifo)->kfifo, to, len, copied,	\
				kfifo_recsize(fifo))))

/* The same under a lock that several who put, or who take, share. */
#define KFIFO_LOCKED(lock, call)					\
	({								\
		unsigned long kfifo_flags;				\
		unsigned int kfifo_nr;					\
		spin_lock_irqsave(lock, kfifo_flags);			\
		kfifo_nr = (call);					\
		spin_unlock_irqrestore(lock, kfifo_flags);		\
		kfifo_nr;						\
	})
#define KFIFO_NOIRQ_LOCKED(lock, call)					\
	({								\
		unsigned int kfifo_nr;					\
		spin_lock(lock);					\
		kfifo_nr = (call);					\
		spin_unlock(lock);					\
		kfifo_nr;						\
	})
#define kfifo_in_spinlocked(fifo, from, n, lock)	\
	KFIFO_LOCKED(lock, kfifo_in(fifo, from, n))
#define kfifo_out_spinlocked(fifo, to, n, lock)	\
	__kfifo_checked(KFIFO_LOCKED(lock, kfifo_out(fifo, to, n)))
#define kfifo_in_spinlocked_noirqsave(fifo, from, n, lock)	\
	KFIFO_NOIRQ_LOCKED(lock, kfifo_in(fifo, from, n))
#define kfifo_out_spinlocked_noirqsave(fifo, to, n, lock)	\
	__kfifo_checked(KFIFO_NOIRQ_LOCKED(lock, kfifo_out(fifo, to, n)))
#define kfifo_is_empty_spinlocked(fifo, lock)	\
	KFIFO_LOCKED(lock, kfifo_is_empty(fifo))
#define kfifo_in_locked		kfifo_in_spinlocked
#define kfifo_out_locked	kfifo_out_spinlocked

static inline unsigned int __must_check __kfifo_checked(unsigned int val)
{
	return val;
}

/**
 * __kfifo_alloc() - give a fifo a buffer of its own
 * @fifo: the fifo
 * @size: elements; rounded up to a power of two
 * @esize: bytes of an element
 * @gfp: how to allocate
 *
 * Context: Decided by @gfp.
 * Return: 0; -EINVAL for less than two elements, -ENOMEM.
 * Pairs with: __kfifo_free().
 */
int __must_check __kfifo_alloc(struct __kfifo *fifo, unsigned int size,
			       size_t esize, gfp_t gfp);

/**
 * __kfifo_free() - free the buffer of __kfifo_alloc()
 * @fifo: has no buffer afterwards
 *
 * Context: Any context.
 */
void __kfifo_free(struct __kfifo *fifo);

/**
 * __kfifo_init() - give a fifo the caller's buffer
 * @fifo: the fifo
 * @buffer: stays the caller's
 * @size: its bytes; of their elements a power of two is used
 * @esize: bytes of an element
 *
 * Context: Any context.
 * Return: 0; -EINVAL for less than two elements.
 */
int __kfifo_init(struct __kfifo *fifo, void *buffer, unsigned int size,
		 size_t esize);

/**
 * __kfifo_in() - put elements, or a record
 * @fifo: the fifo
 * @from: the elements
 * @n: how many; of a record the bytes
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: Any context.
 * Return: how many fitted; a record fits whole or not at all.
 */
unsigned int __kfifo_in(struct __kfifo *fifo, const void *from, unsigned int n,
			size_t recsize);

/**
 * __kfifo_out() - take elements, or a record
 * @fifo: the fifo
 * @to: room for @n
 * @n: how many at most; what a record has more is lost
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: Any context.
 * Return: how many were taken.
 */
unsigned int __kfifo_out(struct __kfifo *fifo, void *to, unsigned int n,
			 size_t recsize);

/**
 * __kfifo_peek() - as __kfifo_out(), but everything stays
 *
 * Context: Any context.
 * Return: how many were copied.
 */
unsigned int __kfifo_peek(const struct __kfifo *fifo, void *to, unsigned int n,
			  size_t recsize);

/**
 * __kfifo_skip() - drop elements, or a record
 * @fifo: the fifo; must have that many
 * @n: elements; a record is dropped whole whatever it says
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: Any context.
 */
void __kfifo_skip(struct __kfifo *fifo, unsigned int n, size_t recsize);

/**
 * __kfifo_avail() - how much can be put
 * @fifo: the fifo
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: Any context.
 * Return: elements, or bytes of the longest record.
 */
unsigned int __kfifo_avail(const struct __kfifo *fifo, size_t recsize);

/**
 * __kfifo_peek_len() - the length of what comes next
 * @fifo: the fifo
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: Any context.
 * Return: bytes of the next record, or of all elements; 0 if it is empty.
 */
unsigned int __kfifo_peek_len(const struct __kfifo *fifo, size_t recsize);

/**
 * __kfifo_from_user() - put what is in user memory
 * @fifo: the fifo
 * @from: user address
 * @len: bytes; what is no whole element is left out
 * @copied: becomes the bytes that were put
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: User context only. May sleep.
 * Return: 0; -EFAULT: some were not readable.
 */
int __kfifo_from_user(struct __kfifo *fifo, const void __user *from,
		      unsigned long len, unsigned int *copied, size_t recsize);

/**
 * __kfifo_to_user() - take to user memory
 * @fifo: the fifo
 * @to: user address
 * @len: bytes at @to
 * @copied: becomes the bytes that were taken
 * @recsize: 0; 1 or 2 for a record
 *
 * Context: User context only. May sleep.
 * Return: 0; -EFAULT: some were not writable; those stay.
 */
int __kfifo_to_user(struct __kfifo *fifo, void __user *to, unsigned long len,
		    unsigned int *copied, size_t recsize);

#endif
