/* SPDX-License-Identifier: MIT */
/*
 * uaccess.h - reading and writing user memory without risk to the kernel.
 *
 * A user pointer is whatever a program made of it. Nothing here trusts it: a
 * range check in plain arithmetic (access_ok) keeps it in the user half, and
 * the exception table turns any fault beyond that into a count of bytes.
 *
 *	copy_to_user		size check, range check
 *	  __copy_to_user		may sleep
 *	    __copy_to_user_inatomic
 *	      size 1, 2, 4, 8:  __put_user_size -> __put_user_asm   one store
 *	      size up to 64:    user_copy_const                     some moves
 *	      else:             __copy_to_user_ll -> __copy_user -> arch_copy_user
 *
 * and the same for copy_from_user. Where user pointers cannot be used directly
 * (octavo_uaccess_mode is UACCESS_PINNED) each of these goes page by page
 * through get_user_pages -> kmap_atomic -> memcpy -> kunmap_atomic instead;
 * both ways give the same bytes and the same count.
 *
 * Results of the copy calls are bytes NOT copied, never an errno, and exact:
 * a result of r means that the first n - r bytes arrived and byte n - r could
 * not be touched. Constant sizes 1, 2, 4 and 8 are one access: all or nothing.
 *
 * In atomic context (a spinlock, an atomic map, an interrupt) a fault is not
 * served: what is present is copied, the rest is left. Say
 * pagefault_disable() there; the checker reports who does not. The pinned
 * path copies nothing then.
 */
#ifndef OCTAVO_UACCESS_H
#define OCTAVO_UACCESS_H

#include <octavo/types.h>
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/extable.h>
#include <octavo/fault_inject.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include <octavo/vmstat.h>
#include <uapi/errno.h>
#include <asm/page.h>
#include <asm/uaccess.h>

/* How user memory is reached. */
enum uaccess_mode {
	UACCESS_DIRECT,		/* the user pointer is used as it is */
	UACCESS_PINNED,		/* get_user_pages, kmap_atomic, memcpy */
};

/* Read only; uaccess_set_mode() changes it. */
extern enum uaccess_mode octavo_uaccess_mode;

/**
 * uaccess_set_mode() - choose how user memory is reached
 * @mode: from now on
 *
 * At boot, before the first user copy; tests switch it while at rest.
 *
 * Context: Any context; nobody copies meanwhile.
 * Return: what it was before.
 */
enum uaccess_mode uaccess_set_mode(enum uaccess_mode mode);

/**
 * uaccess_init() - make user access ready
 *
 * Sorts the exception table.
 *
 * Context: Any context.
 */
void uaccess_init(void);

/* ---- Page faults: pagefault_disable() and _enable() are in cpu.h --------- */

/* Will a fault go straight to the exception table, for whatever reason? */
static inline bool faulthandler_disabled(void)
{
	return pagefault_disabled() || in_atomic();
}

/* State that user memory may be touched and a fault served: may sleep, unless
 * page faults are disabled. */
#define might_fault()						\
	do {							\
		if (unlikely(in_atomic()) && !pagefault_disabled()) \
			might_sleep();				\
	} while (0)

/* ---- Checks ------------------------------------------------------------ */

/* Is [@addr, @addr + @size) within the user half? Pure arithmetic, correct for
 * ranges that wrap; says nothing about what is mapped. */
static __always_inline bool __access_ok(unsigned long addr, unsigned long size)
{
	return size <= TASK_SIZE && addr <= TASK_SIZE - size;
}

#define access_ok(addr, size)	\
	likely(__access_ok((unsigned long)(addr), (size)))

/**
 * check_object_size() - does kernel memory really hold so many bytes?
 * @ptr: kernel address
 * @n: bytes
 * @to_user: the bytes leave the kernel (said in the report)
 *
 * Refuses, with a report, ranges that wrap, that begin at NULL or
 * ZERO_SIZE_PTR, that reach into the user half, that run past the end of a slab
 * object, of a compound page or of a kmap window, and memory that is free.
 * Memory it knows nothing about (stacks, static data) passes.
 *
 * Context: Any context.
 * Return: may the copy go on?
 */
bool check_object_size(const void *ptr, unsigned long n, bool to_user);

/**
 * copy_size_bad() - report a size negative as signed, or above the object's
 * @n: bytes that were to be copied
 * @object: bytes of the object, or ~0 where not known
 *
 * Context: Any context.
 */
void __cold copy_size_bad(unsigned long n, unsigned long object);

/**
 * __copy_overflow() - never defined: a call is an error of the compilation
 *
 * Stands for a constant size above the size of the object.
 *
 * Context: Any context.
 */
extern void __copy_overflow(void)
	__attribute__((__error__("user copy: more bytes than the object has")));

static __always_inline bool check_copy_size(const void *ptr, unsigned long n,
					    bool to_user)
{
	unsigned long size = __builtin_object_size(ptr, 0);

	if (__builtin_constant_p(n)) {
		if (size < n)
			__copy_overflow();
		if ((long)n >= 0)
			return true;
	} else if (likely((long)n >= 0 && size >= n)) {
		return check_object_size(ptr, n, to_user);
	}
	copy_size_bad(n, size);
	return false;
}

/* The kernel's side is touched by assembly, which AddressSanitizer does not
 * see: it is told. (By names of ours, for compilers know the real ones.) */
#if OCTAVO_ASAN
/**
 * asan_kernel_load() - have AddressSanitizer check a read
 *
 * Context: Any context.
 */
void asan_kernel_load(const void *p, size_t n) __asm__("__asan_loadN");

/**
 * asan_kernel_store() - have AddressSanitizer check a write
 *
 * Context: Any context.
 */
void asan_kernel_store(void *p, size_t n) __asm__("__asan_storeN");
#else
static inline void asan_kernel_load(const void *p, size_t n) { }
static inline void asan_kernel_store(void *p, size_t n) { }
#endif

/* ---- Out of line ------------------------------------------------------- */

/**
 * __copy_to_user_ll() - copy to user memory, any size
 * @to: user address, range checked
 * @from: kernel memory
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not copied, exact.
 */
unsigned long __must_check __copy_to_user_ll(void __user *to, const void *from,
					     unsigned long n);

/**
 * __copy_from_user_ll_nozero() - copy from user memory, any size
 * @to: kernel memory; what could not be read keeps its bytes
 * @from: user address, range checked
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not copied, exact.
 */
unsigned long __must_check
__copy_from_user_ll_nozero(void *to, const void __user *from, unsigned long n);

/**
 * __copy_from_user_ll() - copy from user memory, zero what could not be read
 * @to: kernel memory
 * @from: user address, range checked
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not copied, exact; that many at the end of @to are zero.
 */
unsigned long __must_check
__copy_from_user_ll(void *to, const void __user *from, unsigned long n);

/**
 * __put_user_slow() - one store of 1, 2, 4 or 8 bytes, when something is
 *	unusual: the pinned path, or one that may be made to fail
 * @to: user address, range checked
 * @val: the value, in its low bytes
 * @size: 1, 2, 4 or 8
 *
 * All or nothing, also across a page border.
 *
 * Context: User context; fails in atomic context.
 * Return: 0 or -EFAULT.
 */
int __put_user_slow(void __user *to, u64 val, unsigned int size);

/**
 * __get_user_slow() - one load of 1, 2, 4 or 8 bytes, when something is
 *	unusual: the pinned path, or one that may be made to fail
 * @val: gets the value, zero-extended; 0 on failure
 * @from: user address, range checked
 * @size: 1, 2, 4 or 8
 *
 * Context: User context; fails in atomic context.
 * Return: 0 or -EFAULT.
 */
int __get_user_slow(u64 *val, const void __user *from, unsigned int size);

/**
 * user_access_failed() - count an inline access that faulted
 *
 * Context: Any context.
 * Return: -EFAULT.
 */
int __cold user_access_failed(void);

/**
 * put_user_call() - put_user() of a word or less, out of line
 * @val: the value
 * @to: user address
 * @size: 1, 2, 4 or 8
 *
 * Context: User context; fails in atomic context.
 * Return: 0 or -EFAULT.
 */
int put_user_call(unsigned long val, void __user *to, unsigned int size);

/**
 * get_user_call() - get_user() of a word or less, out of line
 * @val: gets the value, zero-extended; 0 on failure
 * @from: user address
 * @size: 1, 2, 4 or 8
 *
 * Context: User context; fails in atomic context.
 * Return: 0 or -EFAULT.
 */
int get_user_call(unsigned long *val, const void __user *from,
		  unsigned int size);

/**
 * copy_to_user_call() - copy_to_user() out of line, without a look at @from
 * @to: user address
 * @from: kernel memory
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not copied, exact.
 */
unsigned long __must_check copy_to_user_call(void __user *to, const void *from,
					     unsigned long n);

/**
 * copy_from_user_call() - copy_from_user() out of line, without a look at @to
 * @to: kernel memory
 * @from: user address
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not copied, exact; that many at the end of @to are zero.
 */
unsigned long __must_check copy_from_user_call(void *to,
					       const void __user *from,
					       unsigned long n);

/* The user pointer is used as it is. Returns bytes not copied, exact. */
static __always_inline unsigned long __copy_user(void *to, const void *from,
						 unsigned long n)
{
	return arch_copy_user(to, from, n);
}

/* ---- put_user, get_user ------------------------------------------------ */

/* Sizes that are one load or store. */
#define user_size_single(n)	((n) == 1 || (n) == 2 || (n) == 4 || (n) == 8)
#define user_word_by_call(n)	(SMALL_CODE && (n) <= sizeof(long))

/* Must an access go out of line: the pinned path, or one that may be made to
 * fail? */
static __always_inline bool user_access_unusual(void)
{
	const unsigned int mask = 1u << FAULT_USER_COPY | FAULT_INJECT_TOUCH |
				  FAULT_INJECT_PINNED | FAULT_INJECT_DRIVERS;

	return unlikely(__atomic_load_n(&fault_inject_mask,
					__ATOMIC_RELAXED) & mask);
}

/* One store; @val in the low bytes. 0 or -EFAULT. */
static __always_inline int __put_user_val(u64 val, void __user *to,
					  unsigned int size)
{
	if (user_access_unusual())
		return __put_user_slow(to, val, size);
	__put_user_size(val, to, size, fault);
	return 0;
fault:
	return user_access_failed();
}

/* One load into *@val, zero-extended; 0 on failure. 0 or -EFAULT. */
static __always_inline int __get_user_val(u64 *val, const void __user *from,
					  unsigned int size)
{
	u64 v = 0;
	int err = 0;

	if (user_access_unusual())
		return __get_user_slow(val, from, size);
	__get_user_size(v, from, size, err);
	*val = v;
	if (unlikely(err))
		return user_access_failed();
	return 0;
}

/* An integer type that holds a value of @x's type. */
#define __inttype(x)	\
	__typeof__(__builtin_choose_expr(sizeof(x) > sizeof(long), 0ull, 0ul))

/* Store @x at user pointer @ptr, without the range check. 0 or -EFAULT. */
#define __put_user(x, ptr)						\
	({								\
		__typeof__(ptr) pu_ptr = (ptr);				\
		const __typeof__(*pu_ptr) pu_val = (x);			\
		BUILD_BUG_ON(!user_size_single(sizeof(pu_val)));		\
		might_fault();						\
		__put_user_val((__inttype(pu_val))pu_val, pu_ptr,	\
			       sizeof(pu_val));				\
	})

/* Store @x (1, 2, 4 or 8 bytes) at user pointer @ptr. 0 or -EFAULT. */
#define put_user(x, ptr)						\
	({								\
		__typeof__(ptr) pu_p = (ptr);				\
		const __typeof__(*pu_p) pu_x = (x);			\
		user_word_by_call(sizeof(pu_x)) ?			\
			put_user_call((unsigned long)pu_x, pu_p,	\
				      sizeof(pu_x)) :			\
		access_ok(pu_p, sizeof(pu_x)) ?				\
			__put_user(pu_x, pu_p) : -EFAULT;		\
	})

/* Load @x from user pointer @ptr, without the range check. 0 or -EFAULT; the
 * value is 0 then. */
#define __get_user(x, ptr)						\
	({								\
		__typeof__(ptr) gu_ptr = (ptr);				\
		u64 gu_val;						\
		int gu_err;						\
		BUILD_BUG_ON(!user_size_single(sizeof(*gu_ptr)));	\
		might_fault();						\
		gu_err = __get_user_val(&gu_val, gu_ptr, sizeof(*gu_ptr)); \
		(x) = (__typeof__(*gu_ptr))(__inttype(*gu_ptr))gu_val;	\
		gu_err;							\
	})

/* Load @x (1, 2, 4 or 8 bytes) from user pointer @ptr. 0 or -EFAULT; the value
 * is 0 then. */
#define get_user(x, ptr)						\
	({								\
		__typeof__(ptr) gu_p = (ptr);				\
		int gu_e = -EFAULT;					\
		unsigned long gu_word;					\
		if (user_word_by_call(sizeof(*gu_p))) {			\
			gu_e = get_user_call(&gu_word, gu_p,		\
					     sizeof(*gu_p));		\
			(x) = (__typeof__(*gu_p))gu_word;		\
		} else if (access_ok(gu_p, sizeof(*gu_p)))		\
			gu_e = __get_user(x, gu_p);			\
		else							\
			(x) = (__typeof__(*gu_p))0;			\
		gu_e;							\
	})

/* A few bytes, their number known when compiling; again and exactly if some
 * of them cannot be touched. Returns bytes not copied. */
static __always_inline unsigned long __copy_user_const(void *to,
						       const void *from,
						       unsigned long n)
{
	if (n == 0)
		return 0;
	if (likely(user_copy_const(to, from, n)))
		return 0;
	user_access_failed();
	return __copy_user(to, from, n);
}

/* ---- copy_to_user ------------------------------------------------------ */

/* Load 1, 2, 4 or 8 bytes of kernel memory at any alignment. */
static __always_inline u64 __kernel_load(const void *p, unsigned long n)
{
	u64 val = 0;

	__builtin_memcpy(&val, p, n);
	return val;
}

/* Copy to user memory without range check in a place that may be atomic: a
 * fault is served only if it may be. Returns bytes not copied. */
static __always_inline unsigned long __must_check
__copy_to_user_inatomic(void __user *to, const void *from, unsigned long n)
{
	if (!__builtin_constant_p(n) || n > USER_COPY_CONST_MAX)
		return __copy_to_user_ll(to, from, n);
	if (user_size_single(n))
		return __put_user_val(__kernel_load(from, n), to, n) ? n : 0;
	if (user_access_unusual())
		return __copy_to_user_ll(to, from, n);
	asan_kernel_load(from, n);
	return __copy_user_const(to, from, n);
}

/* Copy to user memory without range check. Returns bytes not copied. */
static __always_inline unsigned long __must_check
__copy_to_user(void __user *to, const void *from, unsigned long n)
{
	might_fault();
	return __copy_to_user_inatomic(to, from, n);
}

/* Copy @n bytes from kernel memory @from to user address @to. Returns bytes
 * not copied: @n if the range is not the user's or the kernel object is
 * shorter. */
static __always_inline unsigned long __must_check
copy_to_user(void __user *to, const void *from, unsigned long n)
{
	if (!check_copy_size(from, n, true))
		return n;
	if (SMALL_CODE)
		return copy_to_user_call(to, from, n);
	return access_ok(to, n) ? __copy_to_user(to, from, n) : n;
}

/* ---- copy_from_user ---------------------------------------------------- */

/* Copy from user memory without range check in a place that may be atomic.
 * What could not be read keeps its bytes. Returns bytes not copied. */
static __always_inline unsigned long __must_check
__copy_from_user_inatomic(void *to, const void __user *from, unsigned long n)
{
	u64 val;

	if (!__builtin_constant_p(n) || n > USER_COPY_CONST_MAX)
		return __copy_from_user_ll_nozero(to, from, n);
	if (user_size_single(n)) {
		if (unlikely(__get_user_val(&val, from, n)))
			return n;
		__builtin_memcpy(to, &val, n);
		return 0;
	}
	if (user_access_unusual())
		return __copy_from_user_ll_nozero(to, from, n);
	asan_kernel_store(to, n);
	return __copy_user_const(to, from, n);
}

/* Copy from user memory without range check; zeroes what could not be read.
 * Returns bytes not copied. */
static __always_inline unsigned long __must_check
__copy_from_user(void *to, const void __user *from, unsigned long n)
{
	unsigned long left;

	might_fault();
	left = __copy_from_user_inatomic(to, from, n);
	if (unlikely(left))
		memset((char *)to + (n - left), 0, left);
	return left;
}

/* Copy @n bytes from user address @from to kernel memory @to; zeroes what
 * could not be read, all of it if the range is not the user's. Returns bytes
 * not copied: @n, and nothing written, if the kernel object is shorter. */
static __always_inline unsigned long __must_check
copy_from_user(void *to, const void __user *from, unsigned long n)
{
	if (!check_copy_size(to, n, false))
		return n;
	if (SMALL_CODE)
		return copy_from_user_call(to, from, n);
	if (!access_ok(from, n)) {
		memset(to, 0, n);
		return n;
	}
	return __copy_from_user(to, from, n);
}

/* ---- Without faults ---------------------------------------------------- */

/**
 * copy_from_user_nofault() - copy from user memory if it is present
 * @dst: kernel memory
 * @src: user address
 * @n: bytes
 *
 * Serves no fault, so never sleeps; may be called with any lock held.
 *
 * Context: Any context.
 * Return: 0, or -EFAULT if not every byte was copied.
 */
long copy_from_user_nofault(void *dst, const void __user *src, size_t n);

/**
 * copy_to_user_nofault() - copy to user memory if it is present and writable
 * @dst: user address
 * @src: kernel memory
 * @n: bytes
 *
 * Context: Any context.
 * Return: 0, or -EFAULT if not every byte was copied.
 */
long copy_to_user_nofault(void __user *dst, const void *src, size_t n);

/**
 * copy_from_kernel_nofault() - copy from a kernel address that may be bad
 * @dst: kernel memory
 * @src: kernel address; one in the user half is refused
 * @n: bytes
 *
 * Context: Any context.
 * Return: 0; -ERANGE for an address below TASK_SIZE or a range that wraps;
 * -EFAULT if not every byte could be read.
 */
long copy_from_kernel_nofault(void *dst, const void *src, size_t n);

/* ---- Ahead of a copy ---------------------------------------------------- */

/**
 * fault_in_readable() - make user memory present before it is read
 * @buf: user address
 * @len: bytes
 *
 * A hint: it may be gone again when it is read.
 *
 * Context: User context only. May sleep.
 * Return: bytes not reached.
 */
size_t fault_in_readable(const char __user *buf, size_t len);

/**
 * fault_in_writeable() - make user memory present before it is written
 * @buf: user address
 * @len: bytes
 *
 * Context: User context only. May sleep.
 * Return: bytes not reached.
 */
size_t fault_in_writeable(char __user *buf, size_t len);

/* ---- Clearing and strings ---------------------------------------------- */

/**
 * __clear_user() - zero user memory, without the range check
 * @to: user address
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not cleared, exact.
 */
unsigned long __must_check __clear_user(void __user *to, unsigned long n);

/**
 * clear_user() - zero user memory
 * @to: user address
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: bytes not cleared: @n if the range is not the user's.
 */
unsigned long __must_check clear_user(void __user *to, unsigned long n);

/**
 * __strncpy_from_user() - strncpy_from_user() into memory known to be there
 *
 * Context: User context; in atomic context faults are not served.
 * Return: as strncpy_from_user().
 */
long __strncpy_from_user(char *dst, const char __user *src, long count);

/**
 * strncpy_from_user() - copy a string from user memory
 * @dst: kernel memory of @count bytes
 * @src: user address
 * @count: most bytes to copy, the NUL included
 *
 * Reads nothing beyond the NUL's page. If the string is longer than @count - 1
 * bytes, @dst is filled with @count bytes and is not terminated.
 *
 * Context: User context; in atomic context faults are not served.
 * Return: length of the string without the NUL; @count if it is longer; 0 if
 * @count is not above 0; -EFAULT if a byte before the NUL could not be read.
 */
static __always_inline long
strncpy_from_user(char *dst, const char __user *src, long count)
{
	if (count <= 0)
		return 0;
	if (!check_copy_size(dst, (unsigned long)count, false))
		return -EFAULT;
	return __strncpy_from_user(dst, src, count);
}

/**
 * strnlen_user() - length of a string in user memory
 * @s: user address
 * @n: most bytes to look at
 *
 * Context: User context; in atomic context faults are not served.
 * Return: length with the NUL; more than @n (@n + 1) if there is no NUL in @n
 * bytes; 0 if a byte before it could not be read.
 */
long strnlen_user(const char __user *s, long n);

/**
 * check_zeroed_user() - is user memory all zero?
 * @from: user address
 * @n: bytes, may be 0
 *
 * Context: User context; in atomic context faults are not served.
 * Return: 1 if every byte is zero, 0 if one is not, -EFAULT if one before the
 * first non-zero byte could not be read.
 */
int check_zeroed_user(const void __user *from, size_t n);

/**
 * copy_struct_from_user() - read a structure that may grow with versions
 * @dst: kernel memory
 * @ksize: bytes the kernel knows
 * @src: user address
 * @usize: bytes the program gave
 *
 * A shorter user structure is filled up with zeros; of a longer one the rest
 * must be zero.
 *
 * Context: User context.
 * Return: 0; -E2BIG if the program set something that the kernel does not
 * know; -EFAULT.
 */
int copy_struct_from_user(void *dst, size_t ksize, const void __user *src,
			  size_t usize);

#endif
