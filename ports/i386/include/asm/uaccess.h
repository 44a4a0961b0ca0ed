/* SPDX-License-Identifier: MIT */
/*
 * asm/uaccess.h - single user loads and stores of i386.
 *
 * A user pointer is used as it is: user and kernel share an address space and
 * the segments are flat. If the page is absent the CPU says #PF, and the fault
 * handler maps it or continues at the fixup named here.
 *
 * Loads report through a register that a stub in .text.fixup sets; stores use
 * asm goto. The stub has a section of its own because .text.unlikely may be
 * the very section the function is in.
 *
 * Invariants:
 * 1. An access moves all of its bytes or none. One instruction does by itself,
 *    also across a page border. Of the two that move 8 bytes the second can
 *    only fail where the first did not if a border lies between them: such a
 *    store goes through i386_put_user_8(); such a load answers 0.
 * 2. Fixups of rep moves continue right behind them: ecx says what is left.
 */
#ifndef ASM_UACCESS_H
#define ASM_UACCESS_H

/* Opening and closing user access: nothing to do without SMAP. */
#define ASM_STAC
#define ASM_CLAC

#ifndef __ASSEMBLER__

#include <octavo/extable.h>
#include <asm/page.h>

/* Store the low bytes of @x at user address @addr + @off; go to @label if that
 * faults. @reg: the constraint and @size the name of the register. */
#define __put_user_asm(x, addr, off, itype, reg, size, label)		\
	__asm__ goto("1:	mov" itype " %" size "[val], %c[o](%[mem])\n" \
		     _ASM_EXTABLE(1b, %l[label])			\
		     : /* no outputs */					\
		     : [val] reg (x), [mem] "r" ((unsigned long)(addr)), \
		       [o] "i" (off)					\
		     : "memory" : label)

/* Load into @x, a u32, from user address @addr + @off; on a fault @x = 0 and
 * @err = -EFAULT. */
#define __get_user_asm(x, addr, off, err, itype)			\
	__asm__ __volatile__("1:	mov" itype " %c[o](%[mem]), %[val]\n" \
			     "2:\n"					\
			     ".pushsection .text.fixup, \"ax\", @progbits\n" \
			     "3:	movl $-14, %[e]\n"		\
			     "	xorl %[val], %[val]\n"			\
			     "	jmp 2b\n"				\
			     ".popsection\n"				\
			     _ASM_EXTABLE(1b, 3b)			\
			     : [val] "=r" (x), [e] "+r" (err)		\
			     : [mem] "r" ((unsigned long)(addr)),	\
			       [o] "i" (off)				\
			     : "memory")

/* Store 8 bytes across a page border. 0 or -EFAULT (copy_user.S). */
int i386_put_user_8(unsigned long to, u32 low, u32 high);

/* Do the 8 bytes at @addr lie in one page? */
static __always_inline bool user_8_in_page(unsigned long addr)
{
	return (addr & (PAGE_SIZE - 1)) <= PAGE_SIZE - 8;
}

/* @x: an integer of @size bytes; @ptr: a user pointer to such. */
#define __put_user_size(x, ptr, size, label)				\
	do {								\
		const u64 put_x = (x);					\
		const unsigned long put_to = (unsigned long)(ptr);	\
									\
		switch (size) {						\
		case 1:							\
			__put_user_asm((u8)put_x, put_to, 0, "b", "q",	\
				       "b", label);			\
			break;						\
		case 2:							\
			__put_user_asm((u16)put_x, put_to, 0, "w", "r",	\
				       "w", label);			\
			break;						\
		case 4:							\
			__put_user_asm((u32)put_x, put_to, 0, "l", "r",	\
				       "k", label);			\
			break;						\
		default:						\
			if (unlikely(!user_8_in_page(put_to))) {	\
				if (i386_put_user_8(put_to, (u32)put_x,	\
						    (u32)(put_x >> 32))) \
					goto label;			\
				break;					\
			}						\
			__put_user_asm((u32)put_x, put_to, 0, "l", "r",	\
				       "k", label);			\
			__put_user_asm((u32)(put_x >> 32), put_to, 4,	\
				       "l", "r", "k", label);		\
		}							\
	} while (0)

/* @x: an unsigned integer of @size bytes or more; gets the value, zero
 * extended. */
#define __get_user_size(x, ptr, size, err)				\
	do {								\
		const unsigned long get_from = (unsigned long)(ptr);	\
		u32 get_low = 0, get_high = 0;				\
									\
		switch (size) {						\
		case 1:							\
			__get_user_asm(get_low, get_from, 0, err, "zbl"); \
			break;						\
		case 2:							\
			__get_user_asm(get_low, get_from, 0, err, "zwl"); \
			break;						\
		case 4:							\
			__get_user_asm(get_low, get_from, 0, err, "l");	\
			break;						\
		default:						\
			__get_user_asm(get_low, get_from, 0, err, "l");	\
			__get_user_asm(get_high, get_from, 4, err, "l"); \
			if (unlikely(err))				\
				get_low = get_high = 0;			\
		}							\
		(x) = (__typeof__(x))((u64)get_high << 32 | get_low);	\
	} while (0)

/* One move of 1, 2 or 4 bytes where either side may fault. */
#define USER_MOVE(to, from, off, insn, reg, label)			\
	__asm__ goto("1:	" insn " %c[o](%[src]), %%" reg "\n"	\
		     "2:	" insn " %%" reg ", %c[o](%[dst])\n"	\
		     _ASM_EXTABLE(1b, %l[label])			\
		     _ASM_EXTABLE(2b, %l[label])			\
		     : /* no outputs */					\
		     : [src] "r" (from), [dst] "r" (to), [o] "i" (off)	\
		     : "eax", "memory" : label)

#define USER_COPY_CONST_MAX	64ul
/* Above this a rep is shorter than moves. */
#define USER_COPY_MOVES_MAX	16ul

/* Words by rep, for user_copy_const(). Returns those not copied; @to and @from
 * move on. */
static __always_inline unsigned long user_copy_words(char **to,
						     const char **from,
						     unsigned long words)
{
	__asm__ __volatile__("1:	rep movsl\n"
			     "2:\n"
			     _ASM_EXTABLE(1b, 2b)
			     : "+c" (words), "+D" (*to), "+S" (*from)
			     : : "memory");
	return words;
}

/**
 * user_copy_const() - copy a few bytes, their number known when compiling
 * @to: destination, kernel or user
 * @from: source, user or kernel
 * @n: 1 to USER_COPY_CONST_MAX, a compile-time constant
 *
 * Moves upward in words, so that nothing beyond the first byte that faults has
 * been written when one does; which byte that was is not told.
 *
 * Context: Any context.
 * Return: did all bytes arrive?
 */
static __always_inline bool user_copy_const(void *to, const void *from,
					    unsigned long n)
{
	const char *src = from;
	char *dst = to;

	if (n > USER_COPY_MOVES_MAX) {
		if (user_copy_words(&dst, &src, n / 4))
			return false;
		n %= 4;
	}
#define W(off) USER_MOVE(dst, src, off, "movl", "eax", fault)
	if (n >= 4)
		W(0);
	if (n >= 8)
		W(4);
	if (n >= 12)
		W(8);
	if (n >= 16)
		W(12);
#undef W
	if (n & 2)
		USER_MOVE(dst, src, n & ~3ul, "movw", "ax", fault);
	if (n & 1)
		USER_MOVE(dst, src, n - 1, "movb", "al", fault);
	return true;
fault:
	return false;
}

#endif
#endif
