/* SPDX-License-Identifier: MIT */
/*
 * cpuinfo.c - what the CPU says of itself, for /proc/cpuinfo.
 *
 * All CPUs are taken to be alike. A flag is shown if a program may use what it
 * stands for: what needs registers saved that this kernel does not know (AVX
 * and all that follows it) is left out.
 *
 * Source: Intel SDM volume 2, CPUID; the names are Linux's.
 */
#include <octavo/math64.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "x86.h"

struct cpuid {
	u32 eax, ebx, ecx, edx;
};

/* Bit 0 first; NULL: not shown. */
static const char *const leaf1_edx[32] = {
	"fpu", "vme", "de", "pse", "tsc", "msr", "pae", "mce", "cx8", "apic",
	NULL, "sep", "mtrr", "pge", "mca", "cmov", "pat", "pse36", "pn",
	"clflush", NULL, "dts", "acpi", "mmx", "fxsr", "sse", "sse2", "ss",
	"ht", "tm", "ia64", "pbe",
};
static const char *const leaf1_ecx[32] = {
	[0] = "pni", [1] = "pclmulqdq", [3] = "monitor", [9] = "ssse3",
	[13] = "cx16", [19] = "sse4_1", [20] = "sse4_2", [22] = "movbe",
	[23] = "popcnt", [25] = "aes", [30] = "rdrand", [31] = "hypervisor",
};
static const char *const leaf7_ebx[32] = {
	[3] = "bmi1", [7] = "smep", [8] = "bmi2", [9] = "erms",
	[18] = "rdseed", [19] = "adx", [20] = "smap", [23] = "clflushopt",
	[24] = "clwb", [29] = "sha_ni",
};
static const char *const extended_edx[32] = {
	[11] = "syscall", [20] = "nx", [26] = "pdpe1gb", [27] = "rdtscp",
	[29] = "lm",
};
static const char *const extended_ecx[32] = {
	[0] = "lahf_lm", [5] = "abm", [6] = "sse4a", [8] = "3dnowprefetch",
};

static struct cpuid cpuid(u32 leaf)
{
	struct cpuid r = { .eax = leaf };

	__asm__ __volatile__("cpuid" : "+a"(r.eax), "=b"(r.ebx), "+c"(r.ecx),
					"=d"(r.edx));
	return r;
}

/* Leaf @leaf, all 0 where the CPU does not go so far. */
static struct cpuid cpuid_or_0(u32 leaf)
{
	if (cpuid(leaf & 0x80000000).eax < leaf)
		return (struct cpuid){ 0 };
	return cpuid(leaf);
}

void text_add(struct text *t, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	t->len += (size_t)vscnprintf(t->buf + t->len, t->size - t->len, fmt,
				     args);
	va_end(args);
}

static void add_flags(struct text *t, u32 bits, const char *const *names)
{
	for (; bits; bits &= bits - 1) {
		const char *name = names[__builtin_ctz(bits)];

		if (name)
			text_add(t, " %s", name);
	}
}

static void add_identity(struct text *t)
{
	const struct cpuid id = cpuid(0), leaf1 = cpuid(1);
	unsigned int family = leaf1.eax >> 8 & 15;
	unsigned int model = leaf1.eax >> 4 & 15;
	char vendor[13] = { 0 };

	memcpy(vendor, &id.ebx, 4);
	memcpy(vendor + 4, &id.edx, 4);
	memcpy(vendor + 8, &id.ecx, 4);
	if (family == 6 || family == 15)
		model += (leaf1.eax >> 16 & 15) << 4;
	if (family == 15)
		family += leaf1.eax >> 20 & 255;
	text_add(t, "vendor_id\t: %s\ncpu family\t: %u\nmodel\t\t: %u\n", vendor,
	    family, model);
}

static void add_name(struct text *t)
{
	char name[49] = { 0 };

	for (u32 i = 0; i < 3; i++) {
		const struct cpuid part = cpuid_or_0(0x80000002 + i);

		memcpy(name + 16 * i, &part, sizeof(part));
	}
	text_add(t, "model name\t: %s\nstepping\t: %u\n", name[0] ? name : "unknown",
	    cpuid(1).eax & 15);
}

size_t arch_cpu_info(unsigned int cpu, char *buf, size_t size)
{
	const u32 khz = (u32)div64_u64(tsc_hz, 1000);
	struct text t = { .buf = buf, .size = size };

	add_identity(&t);
	add_name(&t);
	text_add(&t, "cpu MHz\t\t: %u.%03u\napicid\t\t: %u\nfpu\t\t: yes\nflags\t\t:",
	    khz / 1000, khz % 1000, x86_cpus[cpu].apic_id);
	add_flags(&t, cpuid(1).edx, leaf1_edx);
	add_flags(&t, cpuid_or_0(0x80000001).edx, extended_edx);
	add_flags(&t, cpuid(1).ecx, leaf1_ecx);
	add_flags(&t, cpuid_or_0(0x80000001).ecx, extended_ecx);
	add_flags(&t, cpuid_or_0(7).ebx, leaf7_ebx);
	text_add(&t, "\n");
	return t.len;
}
