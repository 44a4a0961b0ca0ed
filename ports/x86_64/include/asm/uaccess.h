/* SPDX-License-Identifier: MIT */
/*
 * asm/uaccess.h - single user loads and stores of x86-64.
 *
 * A user pointer is used as it is. If the page is absent the CPU says #PF, and
 * the fault handler maps it or continues at the fixup named here.
 *
 * With SMAP the CPU refuses the kernel every access to a user page unless the
 * flag AC is set. STAC sets it in front of a user access, CLAC clears it
 * behind; both are assembled as a no-op of three bytes, whose place is noted in
 * a section, and cpu_init() writes the instruction there if the CPU has it.
 * After a fault the flag is still set: each fixup clears it.
 *
 * Loads report through a register that a stub in .text.fixup sets; stores use
 * asm goto. The stub has a section of its own because .text.unlikely may be
 * the very section the function is in.
 *
 * Invariants:
 * 1. An instruction writes all of its bytes or none, also across a page border
 *    (x86 checks both pages first).
 * 2. No function is called, and nothing that may sleep is done, with AC set:
 *    every entry into the kernel clears it, and a switch of contexts does not
 *    carry it.
 */
#ifndef ASM_UACCESS_H
#define ASM_UACCESS_H

#ifdef __ASSEMBLER__

#define USER_ACCESS_SITE(section)					\
	661:	.byte 0x0f, 0x1f, 0x00 ;				\
	.pushsection section, "a", @progbits ;				\
	.balign 4 ;							\
	.long 661b - . ;						\
	.popsection

#define ASM_STAC	USER_ACCESS_SITE(stac_sites)
#define ASM_CLAC	USER_ACCESS_SITE(clac_sites)

#else

#define USER_ACCESS_SITE(section)					\
	"661:	.byte 0x0f, 0x1f, 0x00\n"				\
	".pushsection " section ", \"a\", @progbits\n"			\
	".balign 4\n"							\
	".long 661b - .\n"						\
	".popsection\n"

#define ASM_STAC	USER_ACCESS_SITE("stac_sites")
#define ASM_CLAC	USER_ACCESS_SITE("clac_sites")

#include <octavo/extable.h>

/* Where to go on after a fault: a stub away from the function's own path. */
#define USER_FIXUP(insns)						\
	".pushsection .text.fixup, \"ax\", @progbits\n"			\
	insns								\
	".popsection\n"

/* Store @x at user address @addr; go to @label if that faults. The address
 * goes in as a number: it may be NULL or misaligned. */
#define __put_user_asm(x, addr, itype, rtype, label)			\
	__asm__ goto(ASM_STAC						\
		     "1:	mov" itype " %" rtype "[val], (%[mem])\n" \
		     ASM_CLAC						\
		     USER_FIXUP("3:\n" ASM_CLAC "jmp %l[" #label "]\n") \
		     _ASM_EXTABLE(1b, 3b)				\
		     : /* no outputs */					\
		     : [val] "r" (x), [mem] "r" ((unsigned long)(addr))	\
		     : "memory" : label)

/* Load @x from user address @addr; on a fault @x = 0 and @err = -EFAULT. */
#define __get_user_asm(x, addr, err, itype, rtype)			\
	__asm__ __volatile__(ASM_STAC					\
			     "1:	mov" itype " (%[mem]), %" rtype "[val]\n" \
			     "2:\n"					\
			     ASM_CLAC					\
			     USER_FIXUP("3:	movl $-14, %k[e]\n"	\
					"	xorl %k[val], %k[val]\n" \
					"	jmp 2b\n")		\
			     _ASM_EXTABLE(1b, 3b)			\
			     : [val] "=r" (x), [e] "+r" (err)		\
			     : [mem] "r" ((unsigned long)(addr))	\
			     : "memory")

/* @x: an integer of @size bytes; @ptr: a user pointer to such. */
#define __put_user_size(x, ptr, size, label)				\
	do {								\
		switch (size) {						\
		case 1:							\
			__put_user_asm((u8)(x), (u8 __user *)(ptr),	\
				       "b", "b", label);		\
			break;						\
		case 2:							\
			__put_user_asm((u16)(x), (u16 __user *)(ptr),	\
				       "w", "w", label);		\
			break;						\
		case 4:							\
			__put_user_asm((u32)(x), (u32 __user *)(ptr),	\
				       "l", "k", label);		\
			break;						\
		default:						\
			__put_user_asm((u64)(x), (u64 __user *)(ptr),	\
				       "q", "q", label);		\
		}							\
	} while (0)

/* @x: an unsigned long; gets the value, zero-extended. */
#define __get_user_size(x, ptr, size, err)				\
	do {								\
		switch (size) {						\
		case 1:							\
			__get_user_asm(x, (const u8 __user *)(ptr), err, \
				       "zbl", "k");			\
			break;						\
		case 2:							\
			__get_user_asm(x, (const u16 __user *)(ptr), err, \
				       "zwl", "k");			\
			break;						\
		case 4:							\
			__get_user_asm(x, (const u32 __user *)(ptr), err, \
				       "l", "k");			\
			break;						\
		default:						\
			__get_user_asm(x, (const u64 __user *)(ptr), err, \
				       "q", "q");			\
		}							\
	} while (0)

/* Between these two, and nowhere else, kernel code can touch user memory. */
static __always_inline void user_access_open(void)
{
	__asm__ __volatile__(ASM_STAC : : : "memory");
}

static __always_inline void user_access_close(void)
{
	__asm__ __volatile__(ASM_CLAC : : : "memory");
}

/* One move of 1, 2, 4 or 8 bytes where either side may fault. */
#define USER_MOVE(to, from, off, insn, reg, label)			\
	__asm__ goto("1:	" insn " %c[o](%[src]), %%" reg "\n"	\
		     "2:	" insn " %%" reg ", %c[o](%[dst])\n"	\
		     _ASM_EXTABLE(1b, %l[label])			\
		     _ASM_EXTABLE(2b, %l[label])			\
		     : /* no outputs */					\
		     : [src] "r" (from), [dst] "r" (to), [o] "i" (off)	\
		     : "rax", "memory" : label)

#define USER_COPY_CONST_MAX	64ul

/**
 * user_copy_const() - copy a few bytes, their number known when compiling
 * @to: destination, kernel or user
 * @from: source, user or kernel
 * @n: 1 to USER_COPY_CONST_MAX, a compile-time constant
 *
 * Moves upward in words; the last one overlaps the one before, so that no size
 * takes more than n / 8 + 1 moves. Because the moves go upward, nothing beyond
 * the first byte that faults has been written when one does; which byte that
 * was is not told.
 *
 * Context: Any context.
 * Return: did all bytes arrive?
 */
static __always_inline bool user_copy_const(void *to, const void *from,
					    unsigned long n)
{
	user_access_open();
#define W(off) USER_MOVE(to, from, off, "movq", "rax", fault)
	if (n >= 8) {
		W(0);
		if (n >= 16)
			W(8);
		if (n >= 24)
			W(16);
		if (n >= 32)
			W(24);
		if (n >= 40)
			W(32);
		if (n >= 48)
			W(40);
		if (n >= 56)
			W(48);
		if (n >= 64)
			W(56);
		if (n % 8)
			W(n - 8);
		user_access_close();
		return true;
	}
#undef W
	if (n >= 4) {
		USER_MOVE(to, from, 0, "movl", "eax", fault);
		if (n > 4)
			USER_MOVE(to, from, n - 4, "movl", "eax", fault);
		user_access_close();
		return true;
	}
	if (n >= 2)
		USER_MOVE(to, from, 0, "movw", "ax", fault);
	if (n != 2)
		USER_MOVE(to, from, n - 1, "movb", "al", fault);
	user_access_close();
	return true;
fault:
	user_access_close();
	return false;
}

#endif
#endif
