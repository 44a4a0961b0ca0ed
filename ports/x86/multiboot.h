/* SPDX-License-Identifier: MIT */
/*
 * multiboot.h - what a boot loader leaves, Multiboot Specification 0.6.96.
 *
 * All addresses are physical and below 4 GiB.
 */
#ifndef X86_MULTIBOOT_H
#define X86_MULTIBOOT_H

#include <octavo/types.h>

#define MULTIBOOT_MAGIC		0x2badb002u

#define MB_HAS_MEM		0x001u
#define MB_HAS_CMDLINE		0x004u
#define MB_HAS_MODS		0x008u
#define MB_HAS_MMAP		0x040u
#define MB_HAS_LOADER		0x200u

struct mb_info {
	u32 flags;
	u32 mem_lower, mem_upper;	/* KiB from 0, from 1 MiB */
	u32 boot_device;
	u32 cmdline;
	u32 mods_count, mods_addr;
	u32 syms[4];
	u32 mmap_length, mmap_addr;
	u32 drives_length, drives_addr;
	u32 config_table;
	u32 loader_name;
};

struct mb_module {
	u32 start, end;			/* [start, end) */
	u32 string;
	u32 reserved;
};

#define MB_RAM			1u

struct mb_range {
	u32 size;			/* of what follows: 20 or more */
	u64 start, length;
	u32 type;
} __packed;

#endif
