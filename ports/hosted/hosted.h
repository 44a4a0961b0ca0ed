/* SPDX-License-Identifier: MIT */
/*
 * hosted.h - what the files of the freestanding half share.
 */
#ifndef HOSTED_HOSTED_H
#define HOSTED_HOSTED_H

#include <octavo/types.h>
#include "host.h"

/* machine.c */
extern struct hosted_stats hosted_stats;

/* ram.c: the memfd that is the machine's RAM, and its size in bytes. */
extern int hosted_ram_fd;
extern u64 hosted_ram_size;
extern u64 hosted_lowmem_size;

int hosted_ram_init(u64 mem, u64 lowmem);
void hosted_ram_exit(void);

/* bus.c: RAM as devices see it. */
int hosted_bus_init(u64 mem);
void hosted_bus_exit(void);
void *hosted_bus_address(unsigned long pfn);
void hosted_frames_touched(unsigned long pfn, unsigned long nr);

/* pci_model.c: devices that testers describe. False: it is none of them. */
bool hosted_has_models(void);
bool hosted_model_config_read(u32 where, u32 *val);
bool hosted_model_config_write(u32 where, unsigned int size, u32 val);
bool hosted_model_mmio_read(unsigned long addr, unsigned int size, u32 *val);
bool hosted_model_mmio_write(unsigned long addr, unsigned int size, u32 val);
void *hosted_model_ioremap(u64 start, size_t size);

/* pci.c: the bus, its device, interrupts. */
void hosted_irq_assert(unsigned int irq, bool on);
int hosted_pci_init(const struct hosted_edu *cfg);
void hosted_pci_exit(void);
void hosted_device_interrupt(void);
void hosted_let_interrupts_in(bool in);

/* fence.c: memory that a device owns. */
int hosted_fence_init(u64 mem);
void hosted_fence_exit(void);
unsigned long hosted_frame_prot(unsigned long pfn);
bool hosted_fence_fault(unsigned long addr, bool write, unsigned long ip);

/* cpu.c */
void hosted_cpus_init(unsigned int nr);
extern unsigned int hosted_nr_cpus;

/* console.c */
void hosted_console_init(void);
void hosted_console_tick(void);
extern unsigned int hosted_terminal;

/* entry.c: take the host's signals. */
int hosted_entry_init(void);
extern bool hosted_fsgsbase;

/* dispatch.c */
void hosted_dispatch_on(void);
extern bool hosted_avoid_dispatch;

/* mmu.c */
bool hosted_mmu_fill(unsigned long addr, unsigned int code, bool force);

/* access.c: what drivers load and store. */
void hosted_watch_drivers(bool on);

/* oops.c: who called, and which driver is among them; the last words. */
void hosted_show_calls(void);
struct host_ucontext;
__noreturn void hosted_oops(int sig, unsigned long addr,
			    const struct host_ucontext *uc);
__noreturn void hosted_out_of_time(const struct host_ucontext *uc, bool user);

/* hostfs.c */
struct super_block;
struct super_block *hostfs_create(int root, bool show);
int hostfs_install_file(struct super_block *sb, const char *name,
			const char *path);

/* tap.c: eth0, whose descriptor (or -1) is to be waited for. */
int hosted_tap_init(int fd);
void hosted_tap_exit(void);
int hosted_tap_fd(void);
void hosted_tap_input(void);

/* module.c: drivers that were loaded. The first that does not start ends it,
 * those before it are ended. */
int hosted_start_drivers(struct hosted_driver *drivers, unsigned long nr);
void hosted_end_drivers(struct hosted_driver *drivers, unsigned long nr);

/* What was reported from the begin to the end; shown as ever. */
struct hosted_reports {
	unsigned long leaks, misuses;
};
void hosted_reports_begin(struct hosted_reports *r);
void hosted_reports_end(struct hosted_reports *r);

/* fiber.c */
void fiber_leave(void **save, const void *base, size_t size);
void fiber_arrive(void *save);
void sanitizer_forget(const void *p, size_t size);

/* The host's FS base of this thread: its libc keeps it at its own address. */
static inline unsigned long hosted_thread_pointer(void)
{
	unsigned long fs;

	__asm__ __volatile__("mov %%fs:0, %0" : "=r"(fs));
	return fs;
}

#endif
