/* SPDX-License-Identifier: MIT */
/*
 * fiber.c - telling AddressSanitizer about stacks.
 *
 * It keeps the bounds of the stack in use for its reports and for clearing
 * what a function that never returns leaves behind; so it wants to hear of
 * every switch. Without it nothing here does anything.
 */
#include <octavo/compiler.h>
#include "hosted.h"

__weak void __sanitizer_start_switch_fiber(void **save, const void *bottom,
					   size_t size);
__weak void __sanitizer_finish_switch_fiber(void *save, const void **bottom,
					    size_t *size);
__weak void __asan_unpoison_memory_region(const volatile void *p, size_t size);

/* The host thread's own stack, which no task has. */
static __thread const void *host_stack
	__attribute__((__tls_model__("initial-exec")));
static __thread size_t host_stack_size
	__attribute__((__tls_model__("initial-exec")));

/* About to continue on the stack at @base; NULL: the host thread's. */
void fiber_leave(void **save, const void *base, size_t size)
{
	if (!OCTAVO_ASAN)
		return;
	__sanitizer_start_switch_fiber(save, base ? base : host_stack,
				       base ? size : host_stack_size);
}

/* Continued. @first: on a fresh stack, coming from another. */
void fiber_arrive(void *save)
{
	const void *bottom;
	size_t size;

	if (!OCTAVO_ASAN)
		return;
	__sanitizer_finish_switch_fiber(save, &bottom, &size);
	if (!host_stack) {
		host_stack = bottom;
		host_stack_size = size;
	}
}

/* Memory is new to us: nothing in it is out of bounds. */
void sanitizer_forget(const void *p, size_t size)
{
	if (OCTAVO_ASAN)
		__asan_unpoison_memory_region(p, size);
}
