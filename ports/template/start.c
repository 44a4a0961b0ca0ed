/* SPDX-License-Identifier: MIT */
/*
 * start.c - where a machine begins: tell the memory core what RAM there is.
 *
 * Called from the assembly that set up a stack and the linear map. The ranges
 * come from the firmware (a device tree, a multiboot map, ...); those the
 * kernel itself and its tables lie in are added as MEM_RESERVED.
 */
#include <octavo/dma-mapping.h>
#include <octavo/init.h>
#include <octavo/kernel.h>
#include <octavo/port.h>

void template_start(void);

void template_start(void)
{
	static const struct mem_range ranges[] = {
		{ 0, 256ull << 20, MEM_RAM, 0 },
		{ 0, 4ull << 20, MEM_RESERVED, 0 },
	};
	const struct mm_boot boot = {
		.ranges = ranges,
		.nr_ranges = ARRAY_SIZE(ranges),
		.nr_cpus = 1,
		.dma_limit = 16ull << 20,
		.lowmem_limit = 256ull << 20,
	};
	static const char *const argv[] = { "init", NULL };
	static const char *const envp[] = { NULL };
	int status;

	if (mm_init(&boot) == 0 && dma_init() == 0 && kernel_boot() == 0)
		kernel_run(argv[0], argv, envp, &status);
	arch_panic("the program ended");
}
