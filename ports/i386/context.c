/* SPDX-License-Identifier: MIT */
/*
 * context.c - kernel stacks, TLS segments, and the code that programs call.
 *
 *	a stack at rest, from ctx->sp up:
 *		edi esi ebx ebp, where switch_stack() returns to
 *
 * A task's TLS segments lie in the GDT while it runs, and on its kernel stack
 * while another does. GS is user code's own register: the entry saves it, the
 * way back loads it.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "../x86/x86.h"
#include "i386.h"

#define DESC_ACCESSED	0x0000010000000000ull

/* entry.S */
void switch_stack(void **prev, void *next);
void context_start(void);
__noreturn void i386_return(const struct pt_regs *regs);
extern const char vdso_code[], vdso_end[];

void arch_context_init(struct arch_context *ctx, void *stack, size_t size,
		       void (*fn)(void))
{
	void **sp = (void **)((char *)stack + size);

	*--sp = NULL;			/* the end of a backtrace */
	*--sp = (void *)context_start;
	*--sp = NULL;			/* ebp */
	*--sp = (void *)fn;		/* ebx */
	*--sp = NULL;			/* esi */
	*--sp = NULL;			/* edi */
	ctx->sp = sp;
}

struct tls {
	u64 desc[GDT_TLS_NR];
};

static struct tls *tls_now(void)
{
	return (struct tls *)(cpu_gdt() + GDT_TLS_MIN);
}

unsigned long arch_context_frame(const struct arch_context *ctx)
{
	return 0;
}

void arch_context_switch(struct arch_context *prev, struct arch_context *next,
			 void *stack, size_t size)
{
	const unsigned long mine = this_x86_cpu()->kernel_sp;
	struct tls tls = *tls_now();

	*tls_now() = (struct tls){ 0 };
	__asm__ __volatile__("movl %0, %%gs" : : "r"(0));
	cpu_set_kernel_stack(stack ? (unsigned long)stack + size : 0);
	switch_stack(&prev->sp, next->sp);
	/* Maybe on another CPU by now. */
	*tls_now() = tls;
	cpu_set_kernel_stack(mine);
}

void arch_enter_user(const struct pt_regs *regs)
{
	struct pt_regs start = *regs;

	BUG_ON(!this_x86_cpu()->kernel_sp || !user_mode(regs));
	arch_irq_save();
	/* With FXSAVE the kernel has loaded what the task begins with. */
	if (!x86_features.fxsr)
		cpu_reset_fpu();
	i386_return(&start);
}

/* ---- TLS --------------------------------------------------------------------- */

/* GS lets go of the segment: an interrupt's return that found its descriptor
 * gone would trap, and that trap's return as well, for ever. */
void arch_set_tls_entry(unsigned int n, u64 desc)
{
	BUG_ON(n >= GDT_TLS_NR);
	__asm__ __volatile__("movl %0, %%gs" : : "r"(0));
	cpu_gdt()[GDT_TLS_MIN + n] = desc;
}

u64 arch_get_tls_entry(unsigned int n)
{
	BUG_ON(n >= GDT_TLS_NR);
	return cpu_gdt()[GDT_TLS_MIN + n] & ~DESC_ACCESSED;
}

/* ---- entering the kernel -------------------------------------------------------- */

size_t arch_vdso_code(void *buf, size_t size)
{
	const size_t len = (size_t)(vdso_end - vdso_code);

	if (!x86_features.sysenter || len > size)
		return 0;
	memcpy(buf, vdso_code, len);
	return len;
}
