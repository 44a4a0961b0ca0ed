/* SPDX-License-Identifier: MIT */
/*
 * cpu.c - interrupts of this CPU on and off, and waiting for a word.
 *
 * A CPU that waits halts with interrupts on until one comes; whoever changes
 * the word sends one to each CPU that waits. Which do is one bit each:
 *
 *	waiter				waker
 *	  set my bit			  change the word
 *	  look at the word		  read the bits
 *	  halt if it is unchanged	  interrupt those set
 *
 * Each side writes before it reads, with a locked instruction in between, so
 * one of the two sees the other. Between looking and halting interrupts are
 * off, and "sti" lets none in before the "hlt" behind it.
 *
 * Source: Intel SDM volume 2, STI: the instruction behind it is executed
 * before an interrupt is taken.
 */
#include <octavo/atomic.h>
#include <octavo/cpu.h>
#include <octavo/kernel.h>
#include <octavo/port.h>
#include "x86.h"

static unsigned int waiting_cpus;	/* a bit for each CPU in arch_wait() */

static inline bool unchanged(const unsigned int *word, unsigned int val)
{
	return __atomic_load_n(word, __ATOMIC_ACQUIRE) == val;
}

void arch_wait(const unsigned int *word, unsigned int val)
{
	unsigned int me = 1u << smp_processor_id();
	unsigned long flags;

	if (kernel_wait(word, val))
		return;
	flags = arch_irq_save();
	__atomic_fetch_or(&waiting_cpus, me, __ATOMIC_SEQ_CST);
	if (unchanged(word, val))
		__asm__ __volatile__("sti\n\thlt\n\tcli" : : : "memory");
	__atomic_fetch_and(&waiting_cpus, ~me, __ATOMIC_RELAXED);
	arch_irq_restore(flags);
}

void arch_idle(u64 until)
{
	/* The tick comes before long. */
	__asm__ __volatile__("sti\n\thlt\n\tcli" : : : "memory");
}

void arch_wake(const unsigned int *word, unsigned int nr)
{
	unsigned int me = 1u << smp_processor_id(), cpus;

	kernel_wake(word, nr);
	/* Every waiter looks again: who waits for which word is not known. */
	smp_mb();
	cpus = __atomic_load_n(&waiting_cpus, __ATOMIC_RELAXED) & ~me;
	for (; cpus; cpus &= cpus - 1)
		apic_send((unsigned int)__builtin_ctz(cpus), VECTOR_CALL);
}
