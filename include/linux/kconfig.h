/* SPDX-License-Identifier: MIT */
/*
 * kconfig.h - what this kernel has, as a driver asks for it.
 *
 * What is not named here is not there: a driver then takes the way it takes
 * on a machine without it.
 */
#ifndef DOOR_LINUX_KCONFIG_H
#define DOOR_LINUX_KCONFIG_H

#include <octavo/config.h>

#define CONFIG_X86		1
#define CONFIG_MMU		1
#define CONFIG_SMP		1
#define CONFIG_MODULES		1
#define CONFIG_MODULE_UNLOAD	1
#define CONFIG_PRINTK		1
#define CONFIG_BUG		1
#define CONFIG_KALLSYMS		1
#define CONFIG_FUTEX		1
#define CONFIG_EPOLL		1
#define CONFIG_EVENTFD		1
#define CONFIG_PROC_FS		1
#define CONFIG_SYSFS		1
#define CONFIG_DEBUG_FS		1
#define CONFIG_DEVTMPFS		1
#define CONFIG_TMPFS		1
#define CONFIG_SHMEM		1
#define CONFIG_MULTIUSER	1
#define CONFIG_NET		1
#define CONFIG_INET		1
#define CONFIG_UNIX		1
#define CONFIG_PCI		1
#define CONFIG_PCI_MSI		1
#define CONFIG_HAS_IOMEM	1
#define CONFIG_HAS_DMA		1
#define CONFIG_HAS_IOPORT	1
#define CONFIG_KUNIT		1
#define CONFIG_SLUB		1
#define CONFIG_SLUB_DEBUG	1
#define CONFIG_HIGH_RES_TIMERS	1
#define CONFIG_NR_CPUS		NR_CPUS
#define CONFIG_DEFAULT_HOSTNAME	"octavo"
#define CONFIG_BASE_SMALL	0

#if __SIZEOF_POINTER__ == 8
#define CONFIG_64BIT		1
#define CONFIG_X86_64		1
#define CONFIG_PHYS_ADDR_T_64BIT	1
#define CONFIG_ARCH_DMA_ADDR_T_64BIT	1
#define CONFIG_PGTABLE_LEVELS	4
#else
#define CONFIG_X86_32		1
#define CONFIG_HIGHMEM		1
#define CONFIG_PGTABLE_LEVELS	2
#endif

/* 1 for an option that is defined as 1, in #if and in C; else 0. */
#define KCONFIG_FOUND_1		0,
#define KCONFIG_SECOND(none, val, ...)	val
#define KCONFIG_PICK(found)	KCONFIG_SECOND(found 1, 0, 0)
#define KCONFIG_PASTE(val)	KCONFIG_PICK(KCONFIG_FOUND_##val)
#define KCONFIG_DEFINED(opt)	KCONFIG_PASTE(opt)

#define IS_BUILTIN(opt)		KCONFIG_DEFINED(opt)
#define IS_MODULE(opt)		KCONFIG_MODULE(opt)
#define KCONFIG_MODULE(opt)	KCONFIG_DEFINED(opt##_MODULE)
#define IS_REACHABLE(opt)	IS_ENABLED(opt)
#define IS_ENABLED(opt)		(KCONFIG_DEFINED(opt) || KCONFIG_MODULE(opt))

#endif
