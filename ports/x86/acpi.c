/* SPDX-License-Identifier: MIT */
/*
 * acpi.c - how many CPUs there are, from the firmware's tables.
 *
 *	RSDP (below 1 MiB) --> RSDT or XSDT --> MADT: a list of CPUs with the
 *		 numbers of their local APICs, and other things
 *
 * Nothing in them is believed before its checksum is right and its length
 * sensible. Where something is wrong a line says what and there is one CPU,
 * the one that runs.
 *
 * Source: ACPI specification 6.4, sections 5.2.5 to 5.2.12.
 */
#include <octavo/printk.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "x86.h"

#define BIOS_START		0xe0000ul
#define BIOS_END		0x100000ul
#define EBDA_SEGMENT		0x40eul	/* a real-mode segment, in 16 bits */
#define EBDA_SIZE		1024ul
#define RSDP_LENGTH_1		20u	/* what revision 0's checksum covers */
#define MAX_TABLE		0x10000u
#define MADT_CPU		0
#define MADT_CPU_ENABLED	1u
#define MADT_FIRST		8u	/* APIC address and flags come before */

struct rsdp {
	char signature[8];
	u8 checksum;
	char oem[6];
	u8 revision;
	u32 rsdt;
	u32 length;			/* from here on: revision 2 */
	u64 xsdt;
	u8 checksum2;
	u8 reserved[3];
} __packed;

struct acpi_table {
	char signature[4];
	u32 length;			/* with this header */
	u8 revision, checksum;
	char oem[6], oem_table[8];
	u32 oem_revision, creator, creator_revision;
	u8 data[];
} __packed;

struct madt_cpu {
	u8 type, length;
	u8 acpi_id, apic_id;
	u32 flags;
} __packed;

static bool sum_is_zero(const void *start, size_t len)
{
	const u8 *p = start;
	u8 sum = 0;

	while (len--)
		sum = (u8)(sum + *p++);
	return sum == 0;
}

static void *low_memory(unsigned long pa)
{
	return (void *)(PAGE_OFFSET + pa);
}

/* ---- finding tables ------------------------------------------------------------- */

static const struct rsdp *scan(unsigned long start, unsigned long end)
{
	for (; start + sizeof(struct rsdp) <= end; start += 16) {
		const struct rsdp *r = low_memory(start);

		if (memcmp(r->signature, "RSD PTR ", 8) == 0 &&
		    sum_is_zero(r, RSDP_LENGTH_1))
			return r;
	}
	return NULL;
}

static const struct rsdp *find_rsdp(void)
{
	unsigned long ebda = *(const u16 *)low_memory(EBDA_SEGMENT) * 16ul;
	const struct rsdp *r = NULL;

	if (ebda >= 0x400 && ebda + EBDA_SIZE <= BIOS_START)
		r = scan(ebda, ebda + EBDA_SIZE);
	return r ? r : scan(BIOS_START, BIOS_END);
}

/* The table at @pa, mapped; NULL (said): it is damaged. */
static const struct acpi_table *map_table(phys_addr_t pa)
{
	const struct acpi_table *t = ioremap(pa, sizeof(*t));
	unsigned int length;

	if (!t)
		return NULL;
	length = t->length;
	if (length >= sizeof(*t) && length <= MAX_TABLE) {
		t = ioremap(pa, length);
		if (t && sum_is_zero(t, length))
			return t;
	}
	pr_warn("ACPI: damaged table at %#llx\n", (unsigned long long)pa);
	return NULL;
}

/* Entry @n of the list of tables, whose entries are @width bytes wide. */
static u64 list_entry_at(const struct acpi_table *list, unsigned int n,
			 unsigned int width)
{
	u64 pa = 0;

	memcpy(&pa, list->data + n * width, width);
	return pa;
}

static const struct acpi_table *find_table(const struct acpi_table *list,
					   unsigned int width,
					   const char *signature)
{
	unsigned int nr = (list->length - sizeof(*list)) / width;

	for (unsigned int n = 0; n < nr; n++) {
		phys_addr_t pa = (phys_addr_t)list_entry_at(list, n, width);
		const struct acpi_table *t;

		if (pa != list_entry_at(list, n, width))
			continue;	/* beyond what this machine reaches */
		t = ioremap(pa, sizeof(*t));
		if (t && memcmp(t->signature, signature, 4) == 0)
			return map_table(pa);
	}
	pr_warn("ACPI: no table %.4s\n", signature);
	return NULL;
}

static const struct acpi_table *find_madt(void)
{
	const struct rsdp *r = find_rsdp();
	const struct acpi_table *list;
	bool wide;

	if (!r) {
		pr_info("ACPI: no tables\n");
		return NULL;
	}
	wide = __SIZEOF_POINTER__ == 8 && r->revision >= 2 && r->xsdt &&
	       r->length >= sizeof(*r) && r->length <= 4096 &&
	       sum_is_zero(r, r->length);
	list = map_table(wide ? (phys_addr_t)r->xsdt : r->rsdt);
	return list ? find_table(list, wide ? 8 : 4, "APIC") : NULL;
}

/* ---- CPUs -------------------------------------------------------------------------- */

/* Take @apic_id as the next CPU's; CPU 0 is known. */
static unsigned int add_cpu(unsigned int nr, unsigned int apic_id)
{
	for (unsigned int i = 0; i < nr; i++)
		if (x86_cpus[i].apic_id == apic_id)
			return nr;
	x86_cpus[nr].apic_id = apic_id;
	return nr + 1;
}

unsigned int acpi_find_cpus(void)
{
	const unsigned int want = boot_info.options.cpus;
	const unsigned int most = want && want < NR_CPUS ? want : NR_CPUS;
	const struct acpi_table *madt;
	unsigned int nr = 1;

	if (!apic_present() || most == 1)
		return 1;
	madt = find_madt();
	if (!madt)
		return 1;
	for (u32 at = sizeof(*madt) + MADT_FIRST; at + 2 <= madt->length;) {
		const struct madt_cpu *e = (const void *)((const u8 *)madt + at);

		if (e->length < 2 || at + e->length > madt->length) {
			pr_warn("ACPI: damaged list of CPUs\n");
			return 1;
		}
		if (e->type == MADT_CPU && e->length >= sizeof(*e) &&
		    e->flags & MADT_CPU_ENABLED && nr < most)
			nr = add_cpu(nr, e->apic_id);
		at += e->length;
	}
	return nr;
}
