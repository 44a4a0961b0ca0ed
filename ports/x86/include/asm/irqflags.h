/* SPDX-License-Identifier: MIT */
/*
 * asm/irqflags.h - interrupts of this CPU, on and off.
 */
#ifndef ASM_IRQFLAGS_H
#define ASM_IRQFLAGS_H

#define X86_FLAGS_IF	0x200ul

static inline unsigned long arch_irq_save(void)
{
	unsigned long flags;

	__asm__ __volatile__("pushf\n\tpop %0\n\tcli" : "=rm"(flags) : : "memory");
	return flags;
}

static inline void arch_irq_restore(unsigned long flags)
{
	__asm__ __volatile__("push %0\n\tpopf" : : "rm"(flags) : "memory", "cc");
}

static inline bool arch_irqs_disabled(void)
{
	unsigned long flags;

	__asm__ __volatile__("pushf\n\tpop %0" : "=rm"(flags));
	return !(flags & X86_FLAGS_IF);
}

#endif
