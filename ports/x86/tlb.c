/* SPDX-License-Identifier: MIT */
/*
 * tlb.c - which page table a CPU uses, and forgetting what it remembers of it.
 *
 * Each address space has a set of CPUs that have it loaded. Whoever takes
 * something out of its tables flushes here and asks the others of the set by
 * interrupt (a shootdown), then waits until each has answered:
 *
 *	asking CPU i			asked CPU j
 *	  request[i]: what, cpus left	  interrupt, or looks while it waits:
 *	  pending[j] |= bit i		    take all bits of pending[j]
 *	  interrupt to j		    flush as request[i] says
 *	  wait for cpus left == 0	    take bit j out of request[i]'s cpus
 *
 * Two CPUs that ask each other with interrupts off would wait for ever, so
 * every wait serves: the one here, and cpu_relax_long(), which spin locks
 * call. A CPU that has interrupts off and waits for nobody will have them on
 * again soon.
 *
 * An idle CPU has no address space loaded, and the kernel mappings it
 * remembers do not matter to it before it works again: it is not woken, and
 * forgets all when it wakes.
 *
 * Invariants:
 *  1. A CPU joins mm's set before it loads the table and leaves it after it
 *     loaded another. Either a flush sees it in the set, or it loaded the
 *     table after the entries had changed.
 *  2. request[i] belongs to CPU i with interrupts off; other CPUs read it
 *     between finding bit i and taking their bit out.
 *
 * Source: the algorithm of Black et al., Translation Lookaside Buffer
 * Consistency (ASPLOS 1989), without its stall of the asked CPUs: entries
 * here change before the flush. Intel SDM volume 3, 4.10.
 */
#include <octavo/atomic.h>
#include <octavo/bug.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/vmstat.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include "x86.h"

/* From so many pages on everything is forgotten: one invlpg costs about as
 * much as filling in a few entries again. */
#define FLUSH_ALL_PAGES	33ul

#define CR4_PGE		0x80ul

struct tlb_request {
	unsigned long start, end;	/* end == 0: the kernel's global ones, all */
	unsigned int cpus;		/* that have not answered */
} __aligned(L1_CACHE_BYTES);

struct tlb_pending {
	unsigned int from;		/* CPUs whose request is to be served */
} __aligned(L1_CACHE_BYTES);

static struct tlb_request requests[NR_CPUS];
static struct tlb_pending pending[NR_CPUS];

/* CPUs that are at work: they are asked about kernel mappings. */
static unsigned int busy_cpus = 1;

/* ---- this CPU ---------------------------------------------------------------------- */

static inline unsigned int cpu_bit(void)
{
	return 1u << smp_processor_id();
}

static inline void flush_page(unsigned long addr)
{
	__asm__ __volatile__("invlpg (%0)" : : "r"(addr) : "memory");
}

void tlb_flush_page(unsigned long addr)
{
	flush_page(addr);
}

/* All but global entries. */
static void flush_user(void)
{
	unsigned long cr3;

	__asm__ __volatile__("mov %%cr3, %0\n\tmov %0, %%cr3"
			     : "=r"(cr3) : : "memory");
}

static void flush_everything(void)
{
	unsigned long cr4;

	__asm__ __volatile__("mov %%cr4, %0" : "=r"(cr4));
	if (!(cr4 & CR4_PGE)) {
		flush_user();
		return;
	}
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4 ^ CR4_PGE) : "memory");
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4) : "memory");
}

static inline void flush_range(unsigned long start, unsigned long end)
{
	if (end - start < FLUSH_ALL_PAGES << PAGE_SHIFT)
		for (; start < end; start += PAGE_SIZE)
			flush_page(start);
	else if (start >= PAGE_OFFSET)
		flush_everything();
	else
		flush_user();
}

/* ---- other CPUs ---------------------------------------------------------------------- */

void x86_tlb_serve(void)
{
	const unsigned int me = smp_processor_id();
	unsigned int from;

	if (likely(!__atomic_load_n(&pending[me].from, __ATOMIC_RELAXED)))
		return;
	from = xchg(&pending[me].from, 0u);
	for (; from; from &= from - 1) {
		struct tlb_request *r = &requests[__builtin_ctz(from)];

		flush_range(r->start, r->end);
		__atomic_fetch_and(&r->cpus, ~(1u << me), __ATOMIC_RELEASE);
	}
}

/* Have @cpus forget [start, end) and wait until they have. */
static noinline void shoot_down(unsigned int cpus, unsigned long start,
				unsigned long end)
{
	const unsigned int me = smp_processor_id();
	struct tlb_request *r = &requests[me];
	unsigned long flags = arch_irq_save();

	r->start = start;
	r->end = end;
	__atomic_store_n(&r->cpus, cpus, __ATOMIC_RELEASE);
	for (unsigned int left = cpus; left; left &= left - 1) {
		unsigned int cpu = (unsigned int)__builtin_ctz(left);

		/* Bits that are set already have an interrupt on the way. */
		if (!__atomic_fetch_or(&pending[cpu].from, 1u << me,
				       __ATOMIC_SEQ_CST))
			apic_send(cpu, VECTOR_TLB);
	}
	while (__atomic_load_n(&r->cpus, __ATOMIC_ACQUIRE)) {
		x86_tlb_serve();
		cpu_relax();
	}
	arch_irq_restore(flags);
}

void tlb_flush_kernel(unsigned long start, unsigned long end)
{
	unsigned int others;

	flush_range(start, end);
	smp_mb();
	others = __atomic_load_n(&busy_cpus, __ATOMIC_RELAXED) & ~cpu_bit();
	if (unlikely(others))
		shoot_down(others, start, end);
}

void tlb_busy(void)
{
	__atomic_fetch_or(&busy_cpus, cpu_bit(), __ATOMIC_SEQ_CST);
	flush_everything();
}

void tlb_idle(void)
{
	__atomic_fetch_and(&busy_cpus, ~cpu_bit(), __ATOMIC_SEQ_CST);
}

/* ---- hooks ----------------------------------------------------------------------------- */

void arch_switch_mm(struct mm_struct *mm)
{
	unsigned long flags = arch_irq_save();
	struct x86_cpu *c = this_x86_cpu();
	const unsigned long me = cpu_bit();
	struct mm_struct *old = c->mm;

	if (mm == old)
		goto out;
	if (mm)
		__atomic_fetch_or(&mm->arch.cpus, me, __ATOMIC_SEQ_CST);
	c->mm = mm;
	cpu_load_mm(mm);
	if (old)
		__atomic_fetch_and(&old->arch.cpus, ~me, __ATOMIC_SEQ_CST);
out:
	arch_irq_restore(flags);
}

void arch_flush_tlb_range(struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	const unsigned long me = cpu_bit();
	unsigned long cpus;

	/* The changes of the tables, before the set is read. */
	smp_mb();
	cpus = __atomic_load_n(&mm->arch.cpus, __ATOMIC_RELAXED);
	if (cpus & me)
		flush_range(start, end);
	if (unlikely(cpus & ~me))
		shoot_down((unsigned int)(cpus & ~me), start, end);
}
