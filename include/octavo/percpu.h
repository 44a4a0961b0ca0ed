/* SPDX-License-Identifier: MIT */
/*
 * percpu.h - memory that each CPU has its own copy of.
 *
 *	p = alloc_percpu(struct s)
 *
 *	CPU 0's unit [    s   ...    ]	p
 *	CPU 1's unit [    s   ...    ]	p + PERCPU_UNIT
 *	CPU 2's unit [    s   ...    ]	p + 2 * PERCPU_UNIT
 *
 * All copies of one allocation lie one unit apart, so the copy of a CPU, and of
 * any member of it, is found by adding. The pointer itself is CPU 0's copy.
 */
#ifndef OCTAVO_PERCPU_H
#define OCTAVO_PERCPU_H

#include <octavo/types.h>
#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <asm/page.h>

#ifndef __percpu
#define __percpu
#endif

/* Bytes from a CPU's copy to the next one's, and the most one may ask for. */
#define PERCPU_UNIT		8192ul

/**
 * __alloc_percpu_gfp() - allocate memory for each CPU
 * @size: bytes of one copy, 1 to PERCPU_UNIT
 * @align: power of two, at most PAGE_SIZE
 * @gfp: what may be done to get it
 *
 * Context: Decided by @gfp.
 * Return: the copies, all bytes zero; NULL: no memory, or @size or @align make
 *	no sense (said on the log).
 * Pairs with: free_percpu().
 */
void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp)
	__malloc __alloc_size(1);

/**
 * free_percpu() - free memory of each CPU
 * @p: from alloc_percpu(); NULL does nothing; another pointer is reported
 *
 * Context: Any context.
 */
void free_percpu(void __percpu *p);

/**
 * percpu_nr_allocs() - how many allocations there are
 *
 * Context: Any context.
 * Return: calls of alloc_percpu() without their free_percpu().
 */
unsigned long percpu_nr_allocs(void);

#define __alloc_percpu(size, align)	\
	__alloc_percpu_gfp(size, align, GFP_KERNEL)
#define alloc_percpu_gfp(type, gfp)					\
	((__typeof__(type) __percpu *)__alloc_percpu_gfp(sizeof(type),	\
		__alignof__(type), gfp))
#define alloc_percpu(type)	alloc_percpu_gfp(type, GFP_KERNEL)

/* A CPU's copy. */
#define per_cpu_ptr(p, cpu)						\
	((__typeof__(*(p)) *)((unsigned long)(p) + (cpu) * PERCPU_UNIT))

/* This CPU's; the caller stays on it meanwhile. */
#define this_cpu_ptr(p)		per_cpu_ptr(p, smp_processor_id())
#define raw_cpu_ptr(p)		this_cpu_ptr(p)

#endif
