/* SPDX-License-Identifier: MIT */
/*
 * port.h - the whole contract between Octavo and a machine.
 *
 * A machine is a folder under ports/. It defines the link-time functions
 * below, each named arch_*, in levels, so that an embedder supplies only what
 * it uses; and these headers, which hold what must be inline:
 *
 *	<asm/percpu.h>	 struct cpu *this_cpu(void), cpu_relax(), and
 *			 cpu_relax_long() for a wait that lasts, where
 *			 a machine also serves what others wait for
 *	<asm/page.h>	 PAGE_SHIFT, PAGE_OFFSET, TASK_SIZE, WINDOW_BASE
 *	<asm/pgtable.h>	 the format of a page-table entry   (level 3)
 *	<asm/uaccess.h>	 single user loads and stores	     (level 3)
 *
 * It calls up into the library at four places: mm_init() with the memory map
 * as data, irq_enter() and irq_exit() around interrupts, and do_page_fault()
 * (octavo/mm.h), which says what to do about a fault.
 */
#ifndef OCTAVO_PORT_H
#define OCTAVO_PORT_H

#include <octavo/types.h>
#include <octavo/dma-direction.h>

struct mm_struct;

/* ---- Level 0: pages and slab ------------------------------------------ */
/* The first hook of this level is inline: this_cpu() in <asm/percpu.h>. The
 * port fills in what it answers with: id, task, and vmstat = &vm_cpu_stat[id].
 */

/* These three may be inline: then they are in <asm/irqflags.h>. */
#if __has_include(<asm/irqflags.h>)
#include <asm/irqflags.h>
#else

/**
 * arch_irq_save() - disable interrupts on this CPU
 *
 * Calls nest; each is undone by arch_irq_restore() with the value it
 * returned, in reverse order. A machine without interrupts returns 0.
 *
 * Context: Any context.
 * Return: the state before, opaque to the caller.
 */
unsigned long arch_irq_save(void);

/**
 * arch_irq_restore() - put the interrupt state back
 * @flags: what the matching arch_irq_save() returned
 *
 * Context: Any context.
 */
void arch_irq_restore(unsigned long flags);

/**
 * arch_irqs_disabled() - are interrupts off on this CPU?
 *
 * Asked by the checks for sleeping in atomic context. A machine without
 * interrupts answers false.
 *
 * Context: Any context.
 * Return: true if they are.
 */
bool arch_irqs_disabled(void);

#endif

/**
 * arch_panic() - stop the machine
 * @msg: one line, NUL-terminated, no newline; already logged
 *
 * Must not return, must not allocate and may be called with any lock held.
 *
 * Context: Any context.
 */
__noreturn void arch_panic(const char *msg);

/**
 * arch_log() - put bytes on the kernel console
 * @s: text, not NUL-terminated, with newlines where it wants them
 * @len: bytes, may be 0
 *
 * Called with interrupts on or off, from any CPU, with any lock held: must
 * neither sleep nor allocate. Calls are not serialised by the library.
 *
 * Context: Any context.
 */
void arch_log(const char *s, size_t len);

/**
 * arch_run_on_cpus() - run a function on several CPUs at once
 * @nr: CPUs, from CPU 0, which is the caller's, on; no more than there are
 *	take part
 * @fn: called with @arg and the number of the CPU
 * @arg: passed on
 *
 * Not needed by the library; tests and benchmarks use it. A machine with one
 * CPU calls @fn once.
 *
 * Context: May sleep; on CPU 0, not from within itself.
 * Return: 0, or -errno if not every CPU could be started (those that were
 *	have run @fn).
 */
int arch_run_on_cpus(unsigned int nr, void (*fn)(void *arg, unsigned int cpu),
		     void *arg);

/**
 * arch_stack_trace() - who called whom, on the stack in use
 * @entries: filled in with return addresses, the innermost first
 * @nr: room in it
 * @skip: leave out so many of the innermost
 * @from: where to begin: a frame pointer, or on a machine whose code keeps
 *	none, the lowest address of the stack to look at
 *
 * Whatever @from is and whatever the stack holds, nothing but the stack is
 * read. stack_trace_frames() (octavo/stacktrace.h) walks frame pointers for a
 * machine that knows the end of the stack. A machine that cannot tell leaves
 * this out, and has no backtraces.
 *
 * Context: Any context.
 * Return: entries filled in.
 */
unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
			      unsigned int skip, unsigned long from);

/**
 * arch_symbol_name() - say in words where code is
 * @addr: a kernel address
 * @buf: text, NUL-terminated: "NAME+0xOFFSET", where NAME is a function, or the
 *	file (a module, the kernel) that tools can look it up in; "?" if nothing
 *	is known
 * @size: bytes at @buf, above 1
 *
 * A machine that leaves this out has numbers.
 *
 * Context: Any context.
 */
void arch_symbol_name(unsigned long addr, char *buf, size_t size);

/**
 * arch_function_name() - the function that code is in
 * @addr: a kernel address
 * @buf: text, NUL-terminated; "?" if it is not known
 * @size: bytes at @buf, above 1
 *
 * Of functions that other files do not see, the name may be that of the
 * one before.
 *
 * Context: Any context.
 */
void arch_function_name(unsigned long addr, char *buf, size_t size);

/* ---- Level 1: sleeping -------------------------------------------------- */

/**
 * arch_wait() - sleep while a word holds a value
 * @word: the word
 * @val: the value
 *
 * Compares and goes to sleep as one step with respect to arch_wake(): if
 * *word differs from @val, returns at once. May return early for no reason;
 * the caller tests its condition again. A kernel without a scheduler may
 * busy-wait with cpu_relax().
 *
 * Context: May sleep.
 */
void arch_wait(const unsigned int *word, unsigned int val);

/**
 * arch_wake() - wake sleepers of a word
 * @word: the word, changed by the caller before; only its address is used,
 *	the memory may be gone already
 * @nr: how many at most
 *
 * Context: Any context.
 */
void arch_wake(const unsigned int *word, unsigned int nr);

/* ---- Level 2: high memory ----------------------------------------------- */

/* These two may be inline: then they are in <asm/window.h>. */
#if __has_include(<asm/window.h>)
#include <asm/window.h>
#else

/**
 * arch_window_map() - show a frame in a window slot
 * @slot: 0 to NR_WINDOWS - 1; the slot's address is WINDOW_BASE plus
 *	slot * PAGE_SIZE
 * @pfn: the frame
 *
 * The slot is empty before. Only this CPU need see the frame when the call
 * returns if the slot is a kmap_local one; every CPU must see it for a slot
 * of the kmap pool (slots below LAST_PKMAP).
 *
 * Context: Any context.
 */
void arch_window_map(unsigned int slot, unsigned long pfn);

/**
 * arch_window_unmap() - make a window slot empty
 * @slot: as for arch_window_map()
 *
 * A use of the slot's address after this must fault on this CPU, and for a
 * slot of the kmap pool on every CPU.
 *
 * Context: Any context.
 */
void arch_window_unmap(unsigned int slot);

#endif

/**
 * arch_clear_frames() - zero frames without a window, where there is a way
 * @pfn: the first of them, in high memory
 * @nr: how many
 *
 * For what __GFP_ZERO asks of high memory. A machine with an engine for it, or
 * with another view of RAM, saves the changes of a window; others answer false
 * and the frames are cleared through one.
 *
 * Context: Any context.
 * Return: true: all are zero; false: none was touched.
 */
bool arch_clear_frames(unsigned long pfn, unsigned long nr);

/**
 * arch_copy_frame() - copy a frame without windows, where there is a way
 * @to: the frame to write
 * @from: the frame to read; one of the two is in high memory
 *
 * As arch_clear_frames(), for the copies that copy-on-write makes.
 *
 * Context: Any context.
 * Return: true: it is copied; false: nothing was touched.
 */
bool arch_copy_frame(unsigned long to, unsigned long from);

/**
 * arch_vmap() - show frames in a row of kernel addresses
 * @addr: from VMALLOC_START to VMALLOC_END, page-aligned; nothing is shown there
 * @pfn: the first frame
 * @nr: how many, in a row
 * @prot: rights: pgprot_val() of PAGE_KERNEL or of what was made of it
 *
 * Every CPU sees them when the call returns.
 *
 * Context: May sleep, if the machine needs memory for tables.
 * Return: 0; -ENOMEM, with a part of them shown: arch_vunmap() is called.
 */
int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr,
	      u64 prot);

/**
 * arch_vunmap() - show nothing there any more
 * @addr: as for arch_vmap()
 * @nr: pages; some of them may be empty already
 *
 * A use of the addresses after this faults on every CPU.
 *
 * Context: Any context but interrupts.
 */
void arch_vunmap(unsigned long addr, unsigned long nr);

/* ---- Level 3: user memory ------------------------------------------------ */

/**
 * arch_pgd_init() - prepare a fresh top-level page table
 * @mm: whose it is; mm->pgd points to zeroed memory of PGD_ORDER pages
 *
 * Where user and kernel share one page table, copies the kernel's entries.
 *
 * Context: May sleep.
 */
void arch_pgd_init(struct mm_struct *mm);

/**
 * arch_switch_mm() - make an address space the one user addresses mean
 * @mm: the new one; NULL leaves user addresses meaning nothing
 *
 * Context: Any context.
 */
void arch_switch_mm(struct mm_struct *mm);

/**
 * arch_flush_tlb_range() - forget translations
 * @mm: the address space
 * @start: first user address, page-aligned
 * @end: end, page-aligned, exclusive
 *
 * When this returns, no CPU uses a translation of the range that it read
 * before the call. A machine with one TLB per address space does nothing for
 * an @mm that is not loaded anywhere.
 *
 * Context: Any context.
 */
void arch_flush_tlb_range(struct mm_struct *mm, unsigned long start,
			  unsigned long end);

/**
 * arch_map_user() - tell the machine of entries that became present
 * @mm: the address space, loaded on this CPU
 * @addr: first user address, page-aligned
 * @nr: pages
 *
 * Called after a fault has filled in entries. A machine whose MMU walks the
 * tables does nothing; one that imitates an MMU may map the run now and save
 * the faults.
 *
 * Context: Any context.
 */
void arch_map_user(struct mm_struct *mm, unsigned long addr, unsigned long nr);

/**
 * arch_copy_user() - copy bytes where one side is user memory
 * @to: destination
 * @from: source
 * @n: bytes, may be 0
 *
 * Opens and closes user access itself. Every instruction that touches either
 * side has an entry in the exception table. The count is exact: a result of r
 * means that the first n - r bytes arrived and that byte n - r could not be
 * read or written; nothing beyond it was written. Whoever moves words finishes
 * byte by byte after a fault.
 *
 * Context: Any context.
 * Return: bytes not copied.
 */
unsigned long arch_copy_user(void *to, const void *from, unsigned long n);

/**
 * arch_clear_user() - zero bytes of user memory
 * @to: user address
 * @n: bytes, may be 0
 *
 * As arch_copy_user() with a source of zeros.
 *
 * Context: Any context.
 * Return: bytes not cleared.
 */
unsigned long arch_clear_user(void *to, unsigned long n);

/* ---- Level 4: devices ----------------------------------------------------- */
/* Registers of devices are in <octavo/io.h>. */

/**
 * arch_pci_read() - read from the configuration space of the PCI bus
 * @where: bus << 16 | device << 11 | function << 8 | register, a multiple of
 *	@size
 * @size: bytes: 1, 2 or 4
 *
 * Context: Any context.
 * Return: the value; ones where no device is, or on a machine without PCI.
 */
u32 arch_pci_read(u32 where, unsigned int size);

/**
 * arch_pci_write() - write to it
 * @where: as for arch_pci_read()
 * @size: bytes: 1, 2 or 4
 * @val: the value
 *
 * Context: Any context.
 */
void arch_pci_write(u32 where, unsigned int size, u32 val);

/**
 * arch_irq_enable() - let an interrupt line in
 * @irq: below NR_IRQS (octavo/interrupt.h)
 * @name: of who uses it; stays valid
 *
 * From now on the machine calls generic_handle_irq() when a device asserts the
 * line, on CPU 0, as soon as interrupts are on there.
 *
 * Context: Any context; interrupts off.
 * Return: 0, -EINVAL for a line there is not, -EBUSY.
 */
int arch_irq_enable(unsigned int irq, const char *name);

/**
 * arch_irq_disable() - keep it out again
 * @irq: the line
 *
 * Context: Any context; interrupts off.
 */
void arch_irq_disable(unsigned int irq);

/**
 * arch_msi_message() - how a device calls without a line
 * @irq: the number that generic_handle_irq() is to be called with, from
 *	NR_LINES on (octavo/interrupt.h)
 * @address: gets where the device writes
 * @data: gets what it writes; the next number's is one more
 *
 * Context: May sleep.
 * Return: false: the machine takes no messages.
 */
bool arch_msi_message(unsigned int irq, u64 *address, u16 *data);

/* These four may be inline: then they are in <asm/dma.h>. */
#if __has_include(<asm/dma.h>)
#include <asm/dma.h>
#else

/**
 * arch_sync_dma_for_device() - have a device find what the CPU wrote
 * @pa: first byte, low or high memory
 * @size: bytes, in frames in a row
 * @dir: what the device is going to do
 *
 * A machine whose caches devices do not see writes them back (DMA_TO_DEVICE),
 * drops them (DMA_FROM_DEVICE), or both; one whose caches they do see keeps the
 * compiler from moving stores behind this.
 *
 * Context: Any context.
 */
void arch_sync_dma_for_device(phys_addr_t pa, size_t size,
			      enum dma_data_direction dir);

/**
 * arch_sync_dma_for_cpu() - have the CPU find what a device wrote
 * @pa: first byte, low or high memory
 * @size: bytes, in frames in a row
 * @dir: what the device did
 *
 * Context: Any context.
 */
void arch_sync_dma_for_cpu(phys_addr_t pa, size_t size,
			   enum dma_data_direction dir);

/**
 * arch_dma_fence() - keep the CPU off memory that a device owns
 * @pa: first byte, low or high memory
 * @size: bytes, in frames in a row; they need not be whole frames
 * @all: reads too, else writes only
 *
 * For finding mistakes: a machine does what it can without keeping the CPU off
 * a byte outside, mostly nothing. Where an access is refused because of this,
 * it calls dma_cpu_access() (octavo/dma-mapping.h), which opens the page, and
 * lets the instruction go on.
 *
 * Context: Any context.
 */
void arch_dma_fence(phys_addr_t pa, size_t size, bool all);

/**
 * arch_dma_unfence() - let the CPU in again
 * @pa: first byte
 * @size: bytes; each frame that they reach into is opened as a whole
 *
 * What was never fenced is left alone.
 *
 * Context: Any context.
 */
void arch_dma_unfence(phys_addr_t pa, size_t size);

#endif

/* ---- What the reference kernel needs besides (kernel/, not the library) -- */

struct pt_regs;

/* A stack that is not running: where it stopped. */
struct arch_context {
	void *sp;
};

/**
 * arch_context_init() - prepare a context that starts in a function
 * @ctx: filled in
 * @stack: lowest address of its kernel stack
 * @size: bytes of it
 * @fn: where it starts; never returns
 *
 * Context: Any context.
 */
void arch_context_init(struct arch_context *ctx, void *stack, size_t size,
		       void (*fn)(void));

/**
 * arch_context_switch() - leave this context, continue another
 * @prev: where to keep the present one
 * @next: the one to continue
 * @stack: lowest address of @next's kernel stack, on which it will enter the
 *	kernel from user code
 * @size: bytes of it
 *
 * Returns when somebody switches back to @prev. Of user code's registers the
 * thread pointer is the machine's to keep; arch_get_user_fpu() and
 * arch_set_user_fpu() are called by the kernel.
 *
 * Context: May sleep.
 */
void arch_context_switch(struct arch_context *prev, struct arch_context *next,
			 void *stack, size_t size);

/**
 * arch_context_frame() - where a context that does not run was left
 * @ctx: prepared, or left by arch_context_switch()
 *
 * For stack_trace_frames().
 *
 * Context: Any context.
 * Return: its frame pointer; 0 where code keeps none.
 */
unsigned long arch_context_frame(const struct arch_context *ctx);

/**
 * arch_enter_user() - leave the kernel for user code
 * @regs: the registers user code starts with
 *
 * The kernel stack of the running context is empty afterwards: the next entry
 * from user code begins at its top.
 *
 * Context: User context only.
 */
__noreturn void arch_enter_user(const struct pt_regs *regs);

/**
 * arch_get_user_fpu() - floating point registers of the running user task
 * @image: FPU_IMAGE_SIZE bytes (<asm/fpu.h>), 16-byte aligned: 512 in the
 *	format of FXSAVE, behind them what else the machine has, in a form of
 *	its own, where zeros are what a program starts with. Bytes that the
 *	machine has nothing for stay as they are.
 *
 * Context: User context only.
 * Return: false: the machine cannot tell, @image is untouched.
 */
bool arch_get_user_fpu(void *image);

/**
 * arch_set_user_fpu() - replace them
 * @image: as arch_get_user_fpu() fills it in, 16-byte aligned; what the CPU
 *	would not accept (bits of MXCSR that it lacks) is left out
 *
 * Context: User context only.
 */
void arch_set_user_fpu(const void *image);


/* ---- and, of these, what its system-call interface asks for --------------- */

/**
 * arch_set_user_tls() - set the thread pointer of the running user task
 * @base: user address, FS base
 *
 * x86-64 only.
 *
 * Context: User context only.
 */
void arch_set_user_tls(unsigned long base);

/**
 * arch_get_user_tls() - the thread pointer of the running user task
 *
 * x86-64 only.
 *
 * Context: User context only.
 * Return: user address.
 */
unsigned long arch_get_user_tls(void);

/**
 * arch_set_tls_entry() - set a segment of the running user task
 * @n: 0 to 2, entry 6 + @n of the GDT
 * @desc: what the entry shall hold; checked by the caller: a data segment of
 *	ring 3, or 0 for none
 *
 * i386 only. A user segment register that selects the entry has the new one
 * when user code goes on.
 *
 * Context: User context only.
 */
void arch_set_tls_entry(unsigned int n, u64 desc);

/**
 * arch_get_tls_entry() - a segment of the running user task
 * @n: as for arch_set_tls_entry()
 *
 * i386 only.
 *
 * Context: User context only.
 * Return: what the GDT has, without the accessed bit.
 */
u64 arch_get_tls_entry(unsigned int n);

/**
 * arch_vdso_code() - the best way for user code to enter the kernel
 * @buf: where to put the code; programs see it at VDSO_BASE (asm/page.h of the
 *	machine), which is the address that they call, with registers as for
 *	int $0x80
 * @size: bytes of room
 *
 * i386 only.
 *
 * Context: May sleep.
 * Return: bytes, 0: there is nothing better than int $0x80.
 */
size_t arch_vdso_code(void *buf, size_t size);

/**
 * arch_idle() - nothing is to be done on this CPU
 * @until: monotonic nanoseconds, ~0: for ever
 *
 * Called with interrupts off. Sleeps until an interrupt comes, or somebody
 * calls arch_wake(), or the time is there; may return early for no reason, with
 * interrupts off again.
 *
 * Context: Any context; interrupts off.
 */
void arch_idle(u64 until);

/**
 * arch_console_is_terminal() - does somebody sit at this stream?
 * @fd: 0 standard input, 1 standard output, 2 standard error
 *
 * Where 0 is a terminal, 1 is too; what is typed comes as it is, byte by byte,
 * and nothing but the kernel echoes or edits. The answer does not change while
 * the kernel runs.
 *
 * Context: Any context.
 * Return: true if so.
 */
bool arch_console_is_terminal(int fd);

/**
 * arch_console_size() - the size of the terminal
 * @rows: filled in
 * @columns: filled in
 *
 * Context: Any context.
 * Return: false: not known.
 */
bool arch_console_size(unsigned int *rows, unsigned int *columns);

/**
 * arch_console_read() - read what was typed or piped in, if there is any
 * @buf: kernel memory
 * @len: bytes wanted, above 0
 *
 * Does not wait. After -EAGAIN the machine calls kernel_console_input() as soon
 * as it is worth another try.
 *
 * Context: Any context.
 * Return: bytes, 0 at the end of input, -EAGAIN: nothing yet, or -errno.
 */
ssize_t arch_console_read(void *buf, size_t len);

/**
 * arch_console_has_input() - would arch_console_read() have anything to say?
 *
 * If not, kernel_console_input() follows as for that.
 *
 * Context: Any context.
 * Return: false if its answer would be -EAGAIN.
 */
bool arch_console_has_input(void);

/**
 * arch_console_write() - write program output
 * @fd: 1 standard output, 2 standard error; a machine with one console
 *	ignores it
 * @buf: kernel memory
 * @len: bytes
 *
 * Context: May sleep.
 * Return: bytes written or -errno.
 */
ssize_t arch_console_write(int fd, const void *buf, size_t len);

/**
 * arch_clock_ns() - read a clock
 * @realtime: nanoseconds since 1970 if true, since some start if false
 *
 * Context: Any context.
 * Return: nanoseconds.
 */
u64 arch_clock_ns(bool realtime);

/**
 * arch_random() - fill memory with random bytes
 *
 * Context: Any context.
 */
void arch_random(void *buf, size_t len);

/**
 * arch_cpu_info() - describe a CPU in the lines of /proc/cpuinfo
 * @cpu: its number
 * @buf: kernel memory for text, not NUL-terminated
 * @size: bytes of it; what does not fit is left out
 *
 * The line "processor" is not part of it.
 *
 * Context: Any context.
 * Return: bytes written.
 */
size_t arch_cpu_info(unsigned int cpu, char *buf, size_t size);

/**
 * arch_interrupts() - the lines of /proc/interrupts
 * @buf: kernel memory for text, not NUL-terminated
 * @size: bytes of it; what does not fit is left out
 *
 * A machine without interrupts has none.
 *
 * Context: Any context.
 * Return: bytes written.
 */
size_t arch_interrupts(char *buf, size_t size);

#endif
