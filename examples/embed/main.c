/* SPDX-License-Identifier: MIT */
/*
 * main.c - Octavo's page allocator and slab inside a foreign kernel.
 *
 * The "kernel" is this file: freestanding, no libc, one CPU, an array for
 * memory. It has its own entry point and prints with the only two system
 * calls it makes; on bare metal those would be a serial port and a halt.
 *
 * What it has to supply is level 0 of octavo/port.h: this_cpu() and two
 * constants in include/asm/, and the functions below.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/init.h>
#include <octavo/gfp.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include <octavo/printk.h>

#define RAM_SIZE	(32ul << 20)

char ram[RAM_SIZE] __attribute__((__aligned__(4 << 20)));

static struct task_struct the_task;
struct cpu the_cpu = { .task = &the_task, .vmstat = &vm_cpu_stat[0] };

/* ---- the machine -------------------------------------------------------- */

static long system_call(long nr, long a, const void *b, long c)
{
	__asm__ __volatile__("syscall" : "+a"(nr) : "D"(a), "S"(b), "d"(c)
			     : "rcx", "r11", "memory");
	return nr;
}

static __noreturn void stop(int status)
{
	for (;;)
		system_call(231, status, NULL, 0);
}

/* ---- level 0 of the port contract ---------------------------------------- */

unsigned long arch_irq_save(void) { return 0; }
void arch_irq_restore(unsigned long flags) { }
bool arch_irqs_disabled(void) { return false; }
void arch_log(const char *s, size_t len) { system_call(1, 1, s, (long)len); }
__noreturn void arch_panic(const char *msg) { stop(1); }

/* ---- the kernel ----------------------------------------------------------- */

static void check(bool good, const char *what)
{
	printk("%s - %s\n", good ? "ok" : "not ok", what);
	if (!good)
		stop(1);
}

static void use_pages(void)
{
	struct page *page = alloc_pages(GFP_KERNEL, 3);
	char *p = page_address(page);

	check(p >= ram && p + 8 * PAGE_SIZE <= ram + RAM_SIZE,
	      "an octavo of 8 frames lies in the array");
	check(virt_to_page(p) == page, "its address leads back to it");
	__free_pages(page, 3);
}

static void use_slab(void)
{
	struct kmem_cache *cache = kmem_cache_create("point", 24, 0, 0, NULL);
	char *copy = kstrdup("from the slab", GFP_KERNEL);
	volatile size_t impossible = ~0ul;
	void *points[1000];

	for (int i = 0; i < 1000; i++)
		points[i] = kmem_cache_alloc(cache, GFP_KERNEL);
	check(points[999] && points[0] != points[999], "1,000 objects of 24 bytes");
	check(copy && copy[12] == 'b' && ksize(copy) >= 14, "a copied string");
	for (int i = 0; i < 1000; i++)
		kmem_cache_free(cache, points[i]);
	kmem_cache_destroy(cache);
	kfree(copy);
	check(!kmalloc(impossible, GFP_NOWAIT | __GFP_NOWARN), "an impossible size is refused");
}

__attribute__((__used__)) static void kernel_main(void)
{
	const struct mem_range map[] = { { 0, RAM_SIZE, MEM_RAM, 0 } };
	const struct mm_boot boot = {
		.ranges = map, .nr_ranges = 1, .nr_cpus = 1,
		.lowmem_limit = RAM_SIZE,
	};

	check(page_init(&boot) == 0 && slab_init() == 0, "pages and slab start");
	use_pages();
	use_slab();
	slab_exit();
	page_exit();
	printk("1..6\n");
	stop(0);
}

__asm__(".globl _start\n"
	"_start: xor %ebp, %ebp\n"
	"	and $-16, %rsp\n"
	"	call kernel_main\n");
