/* SPDX-License-Identifier: MIT */
/*
 * hooks.c - every hook of port.h, missing.
 *
 * Copy ports/template to ports/YOURS and fill these in from the top: each
 * panics with its own name, so the first one that is needed says so. After
 * level 0 the page and slab suites pass; port.h says what each must do, the
 * lines here what it mostly comes to.
 */
#include <octavo/io.h>
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/mm.h>
#include <octavo/vmstat.h>
#include <asm/ptrace.h>

/* Where arch_panic() leaves its message, for a debugger. */
const char *template_panic_msg;

/* The only CPU, and what it does when it does nothing. */
static struct task_struct boot_task;
struct cpu template_cpu = {
	.task = &boot_task, .vmstat = &vm_cpu_stat[0],
};

static __noreturn void missing(const char *hook)
{
	arch_panic(hook);
}

/* ---- Level 0: pages and slab ------------------------------------------------ */

/* Read the flags register, then disable interrupts. */
unsigned long arch_irq_save(void)
{
	missing(__func__);
}

/* Write the flags register. */
void arch_irq_restore(unsigned long flags)
{
	missing(__func__);
}

bool arch_irqs_disabled(void)
{
	missing(__func__);
}

/* Say it where it can be seen, then halt all CPUs. */
void arch_panic(const char *msg)
{
	template_panic_msg = msg;
	for (;;)
		cpu_relax();
}

/* A serial port, polled. */
void arch_log(const char *s, size_t len)
{
	missing(__func__);
}

/* One CPU: fn(arg, 0). More: an interrupt to each, and wait for all. */
int arch_run_on_cpus(unsigned int nr, void (*fn)(void *arg, unsigned int cpu),
		     void *arg)
{
	missing(__func__);
}

/* stack_trace_frames() with the end of the stack in use; or nothing. */
unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
			      unsigned int skip, unsigned long from)
{
	return 0;
}

/* From a table of names in the image, or from who loaded it. */
void arch_symbol_name(unsigned long addr, char *buf, size_t size)
{
	buf[0] = '?';
	buf[1] = '\0';
}

/* What arch_context_switch() saved; or nothing. */
unsigned long arch_context_frame(const struct arch_context *ctx)
{
	return 0;
}

void arch_function_name(unsigned long addr, char *buf, size_t size)
{
	buf[0] = '?';
	buf[1] = '\0';
}

/* ---- Level 1: sleeping -------------------------------------------------------- */

/* Without a scheduler: while (READ_ONCE(*word) == val) cpu_relax(). */
void arch_wait(const unsigned int *word, unsigned int val)
{
	missing(__func__);
}

/* Without a scheduler: nothing. */
void arch_wake(const unsigned int *word, unsigned int nr)
{
	missing(__func__);
}

/* ---- Level 2: high memory ------------------------------------------------------ */

/* Write the page-table entry of the slot. */
void arch_window_map(unsigned int slot, unsigned long pfn)
{
	missing(__func__);
}

/* Clear it, and drop the translation on this CPU, or on all. */
void arch_window_unmap(unsigned int slot)
{
	missing(__func__);
}

/* return false; */
bool arch_clear_frames(unsigned long pfn, unsigned long nr)
{
	missing(__func__);
}

/* return false; */
bool arch_copy_frame(unsigned long to, unsigned long from)
{
	missing(__func__);
}

/* Make tables where they are missing, then as for a window, entry by entry. */
int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr,
	      u64 prot)
{
	missing(__func__);
}

/* Empty the entries, then flush them on every CPU. */
void arch_vunmap(unsigned long addr, unsigned long nr)
{
	missing(__func__);
}

/* ---- Level 3: user memory ------------------------------------------------------- */

/* Copy the kernel's entries of the top level. */
void arch_pgd_init(struct mm_struct *mm)
{
	missing(__func__);
}

/* Load the page-table base register. */
void arch_switch_mm(struct mm_struct *mm)
{
	missing(__func__);
}

/* Drop single translations; above some tens of pages, all of them. */
void arch_flush_tlb_range(struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	missing(__func__);
}

/* The MMU walks the tables: nothing. */
void arch_map_user(struct mm_struct *mm, unsigned long addr, unsigned long nr)
{
	missing(__func__);
}

/* A loop in assembly, each access with an entry in the exception table. The
 * page fault handler calls do_page_fault() and obeys its answer. */
unsigned long arch_copy_user(void *to, const void *from, unsigned long n)
{
	missing(__func__);
}

unsigned long arch_clear_user(void *to, unsigned long n)
{
	missing(__func__);
}

/* ---- Level 4: devices --------------------------------------------------------------- */

/* Without PCI: return ~0u; and there are no devices for the rest. */
u32 arch_pci_read(u32 where, unsigned int size)
{
	missing(__func__);
}

void arch_pci_write(u32 where, unsigned int size, u32 val)
{
	missing(__func__);
}

/* Unmask it in the interrupt controller; generic_handle_irq() when it comes. */
int arch_irq_enable(unsigned int irq, const char *name)
{
	missing(__func__);
}

void arch_irq_disable(unsigned int irq)
{
	missing(__func__);
}

/* Return false, unless devices can call by writing to an address. */
bool arch_msi_message(unsigned int irq, u64 *address, u16 *data)
{
	missing(__func__);
}

/* Without ports: return ~0u; and nothing. */
u32 arch_port_read(u16 port, unsigned int size)
{
	missing(__func__);
}

void arch_port_write(u32 val, u16 port, unsigned int size)
{
	missing(__func__);
}

/* A load or store, volatile, of as many bytes. */
u32 arch_mmio_read(const volatile void __iomem *addr, unsigned int size)
{
	missing(__func__);
}

void arch_mmio_write(u32 val, volatile void __iomem *addr, unsigned int size)
{
	missing(__func__);
}

/* Map them at a kernel address, not cached. */
void __iomem *ioremap(phys_addr_t start, size_t size)
{
	missing(__func__);
}

void iounmap(volatile void __iomem *addr)
{
	missing(__func__);
}

/* Write cache lines back, or drop them; where devices see them: barrier(). */
void arch_sync_dma_for_device(phys_addr_t pa, size_t size,
			      enum dma_data_direction dir)
{
	missing(__func__);
}

/* Drop cache lines that were read ahead meanwhile; mostly barrier(). */
void arch_sync_dma_for_cpu(phys_addr_t pa, size_t size,
			   enum dma_data_direction dir)
{
	missing(__func__);
}

/* Nothing; for finding mistakes, take the CPU's rights to whole pages. */
void arch_dma_fence(phys_addr_t pa, size_t size, bool all)
{
	missing(__func__);
}

/* Give them back. */
void arch_dma_unfence(phys_addr_t pa, size_t size)
{
	missing(__func__);
}

/* ---- What the reference kernel needs besides -------------------------------------- */

/* Sleep until an interrupt: enable them and halt, as one. */
void arch_idle(u64 until)
{
	missing(__func__);
}

/* Lay out @stack as arch_context_switch() leaves one: saved registers, and fn
 * as the address to return to. */
void arch_context_init(struct arch_context *ctx, void *stack, size_t size,
		       void (*fn)(void))
{
	missing(__func__);
}

/* Push what the C calling convention preserves, exchange stack pointers, pop;
 * tell the CPU where the next entry from user code finds its stack. */
void arch_context_switch(struct arch_context *prev, struct arch_context *next,
			 void *stack, size_t size)
{
	missing(__func__);
}

/* Load all registers from @regs and return to user mode. */
void arch_enter_user(const struct pt_regs *regs)
{
	missing(__func__);
}

/* FXSAVE and FXRSTOR, where the kernel leaves these registers alone. */
bool arch_get_user_fpu(void *image)
{
	missing(__func__);
}

void arch_set_user_fpu(const void *image)
{
	missing(__func__);
}

/* Of these a machine has two or three, by the programs it runs. */
void arch_set_user_tls(unsigned long base)
{
	missing(__func__);
}

unsigned long arch_get_user_tls(void)
{
	missing(__func__);
}

void arch_set_tls_entry(unsigned int n, u64 desc)
{
	missing(__func__);
}

u64 arch_get_tls_entry(unsigned int n)
{
	missing(__func__);
}

size_t arch_vdso_code(void *buf, size_t size)
{
	missing(__func__);
}

bool arch_console_is_terminal(int fd)
{
	missing(__func__);
}

bool arch_console_size(unsigned int *rows, unsigned int *columns)
{
	missing(__func__);
}

bool arch_console_has_input(void)
{
	missing(__func__);
}

ssize_t arch_console_read(void *buf, size_t len)
{
	missing(__func__);
}

ssize_t arch_console_write(int fd, const void *buf, size_t len)
{
	missing(__func__);
}

u64 arch_clock_ns(bool realtime)
{
	missing(__func__);
}

void arch_random(void *buf, size_t len)
{
	missing(__func__);
}

/* scnprintf() of "flags\t\t: ..." and what else there is to say. */
size_t arch_cpu_info(unsigned int cpu, char *buf, size_t size)
{
	missing(__func__);
}

/* return 0; */
size_t arch_interrupts(char *buf, size_t size)
{
	missing(__func__);
}

/* ---- The exception table ------------------------------------------------------------ */

/* No instruction has an entry yet: the section is there and empty. The first
 * _ASM_EXTABLE() makes this superfluous. */
__asm__(".pushsection ex_table, \"aw\", @progbits\n.popsection");
