/* SPDX-License-Identifier: MIT */
/*
 * tls.c - segments of thread-local memory: three entries of the GDT that a
 * program fills in and loads into %gs.
 *
 *	63     56 55 54 53 52 51    48 47 46 45 44 43     40 39      16 15       0
 *	[base 31:24][G][D][L][U][lim 19:16][P][ DPL ][S][ type ][base 23:0][lim 15:0]
 *
 * Only data segments of 32 bits are let in, so that nothing here can be more
 * than a way to write user addresses.
 *
 * Source: Intel SDM volume 3, 3.4.5 "Segment Descriptors".
 */
#include "../../internal.h"

#define DESC_ACCESSED		(1ull << 40)
#define DESC_WRITABLE		(1ull << 41)
#define DESC_CONTENTS_SHIFT	42
#define DESC_DATA		(1ull << 44)	/* no system segment */
#define DESC_DPL3		(3ull << 45)
#define DESC_PRESENT		(1ull << 47)
#define DESC_USEABLE		(1ull << 52)
#define DESC_32BIT		(1ull << 54)
#define DESC_PAGES		(1ull << 55)

BUILD_BUG_ON(sizeof(struct user_desc) != 16);

/* Programs say "none" in two ways. */
static bool means_none(const struct user_desc *d)
{
	if (d->base_addr || d->limit || d->contents || d->seg_32bit ||
	    d->limit_in_pages || d->useable)
		return false;
	return d->read_exec_only == d->seg_not_present;
}

static u64 encode(const struct user_desc *d)
{
	u64 desc = DESC_ACCESSED | DESC_DATA | DESC_DPL3 | DESC_PRESENT |
		   DESC_32BIT;

	desc |= d->limit & 0xffff;
	desc |= (u64)(d->limit >> 16 & 0xf) << 48;
	desc |= (u64)(d->base_addr & 0xffffff) << 16;
	desc |= (u64)(d->base_addr >> 24) << 56;
	desc |= (u64)d->contents << DESC_CONTENTS_SHIFT;
	desc |= d->read_exec_only ? 0 : DESC_WRITABLE;
	desc |= d->limit_in_pages ? DESC_PAGES : 0;
	desc |= d->useable ? DESC_USEABLE : 0;
	return desc;
}

static struct user_desc decode(unsigned int entry, u64 desc)
{
	return (struct user_desc){
		.entry_number = entry,
		.base_addr = (u32)(desc >> 16 & 0xffffff) |
			     (u32)(desc >> 56) << 24,
		.limit = (u32)(desc & 0xffff) | (u32)(desc >> 48 & 0xf) << 16,
		.seg_32bit = !!(desc & DESC_32BIT),
		.contents = desc >> DESC_CONTENTS_SHIFT & 3,
		.read_exec_only = !(desc & DESC_WRITABLE),
		.limit_in_pages = !!(desc & DESC_PAGES),
		.seg_not_present = !(desc & DESC_PRESENT),
		.useable = !!(desc & DESC_USEABLE),
	};
}

/* Can it be a segment of thread-local memory? */
static bool makes_sense(const struct user_desc *d)
{
	return d->seg_32bit && d->contents <= 1 && !d->seg_not_present;
}

/* A free entry, or -ESRCH. */
static int find_free(void)
{
	for (unsigned int i = 0; i < TLS_NR; i++)
		if (!arch_get_tls_entry(i))
			return TLS_MIN + i;
	return -ESRCH;
}

SYSCALL_DEFINE1(set_thread_area, struct user_desc __user *, ud)
{
	struct user_desc d;
	bool none;

	if (copy_from_user(&d, ud, sizeof(d)))
		return -EFAULT;
	none = means_none(&d);
	if (!none && !makes_sense(&d))
		return -EINVAL;
	if (d.entry_number == ~0u) {
		int entry = find_free();

		if (entry < 0)
			return entry;
		d.entry_number = entry;
		if (put_user((u32)entry, &ud->entry_number))
			return -EFAULT;
	}
	if (d.entry_number < TLS_MIN || d.entry_number >= TLS_MIN + TLS_NR)
		return -EINVAL;
	arch_set_tls_entry(d.entry_number - TLS_MIN, none ? 0 : encode(&d));
	return 0;
}

SYSCALL_DEFINE1(get_thread_area, struct user_desc __user *, ud)
{
	struct user_desc d;
	u32 entry;

	if (get_user(entry, &ud->entry_number))
		return -EFAULT;
	if (entry < TLS_MIN || entry >= TLS_MIN + TLS_NR)
		return -EINVAL;
	d = decode(entry, arch_get_tls_entry(entry - TLS_MIN));
	return copy_to_user(ud, &d, sizeof(d)) ? -EFAULT : 0;
}

int abi_copy_thread(struct task *child, const unsigned long *tls)
{
	struct user_desc d;

	for (unsigned int i = 0; i < TLS_NR; i++)
		child->abi.tls[i] = arch_get_tls_entry(i);
	if (!tls)
		return 0;
	if (copy_from_user(&d, (void __user *)*tls, sizeof(d)))
		return -EFAULT;
	if (d.entry_number < TLS_MIN || d.entry_number >= TLS_MIN + TLS_NR)
		return -EINVAL;
	if (!means_none(&d) && !makes_sense(&d))
		return -EINVAL;
	child->abi.tls[d.entry_number - TLS_MIN] =
		means_none(&d) ? 0 : encode(&d);
	return 0;
}

void abi_start_thread(const struct task *task)
{
	for (unsigned int i = 0; i < TLS_NR; i++)
		arch_set_tls_entry(i, task->abi.tls[i]);
}
