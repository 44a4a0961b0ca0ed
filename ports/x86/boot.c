/* SPDX-License-Identifier: MIT */
/*
 * boot.c - from the boot loader's tables to a machine that runs.
 *
 *	x86_main:  tables of the loader -> map of RAM -> options -> CPU 0 ->
 *		   mappings -> mm_init -> interrupts -> other CPUs -> payload
 *
 * Physical memory, from the bottom; R is reserved for good:
 *
 *	0	 R frame 0, so that a physical address of 0 is a bug
 *	0x8000	 R page where other CPUs start
 *	0x9fc00	 R firmware's data, screen, ROMs, up to 1 MiB
 *	1 MiB	 R the kernel's image
 *		 R boot module, until it is unpacked
 *		 R what early_alloc() gave
 *		   all the rest: for mm_init()
 *
 * The loader's own tables (command line, memory map) lie anywhere in RAM. They
 * are copied before the first frame is given out, and early_alloc() keeps off
 * them.
 *
 * What is wrong with any of it is said in one line and stops the machine:
 * boot_die(). No table is trusted to lie where memory is mapped.
 *
 * Locking: none; one CPU runs.
 */
#include <octavo/dma-mapping.h>
#include <octavo/errno.h>
#include <octavo/page.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <octavo/uaccess.h>
#include <asm/page.h>
#include "memmap.h"
#include "multiboot.h"
#include "x86.h"

#define MIB(n)		((u64)(n) << 20)
#define GIB(n)		((u64)(n) << 30)

#define LOW_1MIB	MIB(1)
#define FIRMWARE_AREA	0xa0000u	/* to 1 MiB: screen, ROMs */
#define EBDA_SEGMENT	0x40eu		/* where the firmware says its data is */
#define MIN_EBDA	0x80000u
#define MIN_RAM		MIB(6)
#define MIN_EARLY	MIB(2)		/* for early_alloc(), if there is so much */

/* What the page tables can name, or what a frame's number can. */
#ifdef CONFIG_X86_PAE
#define MAX_RAM		GIB(64)
#elif __SIZEOF_POINTER__ == 8
#define MAX_RAM		GIB(8192)
#else
#define MAX_RAM		GIB(4)
#endif

/* The linear map: low memory ends here. */
#define MAX_LOWMEM	(__SIZEOF_POINTER__ == 8 ? MAX_RAM : MIB(896))

struct boot_info boot_info;

static struct memmap ram;		/* all of it that can be used */
static struct boot_module early;	/* what early_alloc() has left */
static phys_addr_t early_start;

void boot_die(const char *fmt, ...)
{
	char line[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	printk(KERN_EMERG "octavo: cannot boot: %s\n", line);
	x86_exit(2);
}

static u64 image_pa(const char *p)
{
	return (unsigned long)p - KERNEL_OFFSET;
}

/* ---- the loader's tables ------------------------------------------------------ */

/* A table at physical address @pa, if it is where memory is mapped. */
static const void *boot_table(u64 pa, u64 size, const char *what)
{
	if (!pa || size > BOOT_MAPPED || pa > BOOT_MAPPED - size)
		boot_die("the boot loader put its %s at %#llx", what,
			 (unsigned long long)pa);
	return __va(pa);
}

static void read_memory(const struct mb_info *mbi)
{
	const char *why = NULL;

	if (mbi->flags & MB_HAS_MMAP) {
		why = memmap_read(&ram, boot_table(mbi->mmap_addr,
						   mbi->mmap_length,
						   "memory map"),
				  mbi->mmap_length);
	} else if (mbi->flags & MB_HAS_MEM) {
		memmap_add(&ram, 0, (u64)mbi->mem_lower << 10);
		memmap_add(&ram, LOW_1MIB, (u64)mbi->mem_upper << 10);
	} else {
		why = "the boot loader gave none";
	}
	if (why)
		boot_die("memory map: %s", why);
	if (ram.lost)
		pr_warn("octavo: memory map: %llu KiB left alone, in more than %u ranges\n",
			(unsigned long long)ram.lost >> 10, MAX_BOOT_RANGES);
}

/* Start of the firmware's data at the end of its first 640 KiB. */
static u64 ebda_start(void)
{
	u64 at = (u64)*(const u16 *)__va(EBDA_SEGMENT) << 4;

	return at >= MIN_EBDA && at < FIRMWARE_AREA ? at : FIRMWARE_AREA;
}

static void leave_firmware_alone(void)
{
	u64 start = ebda_start(), above;

	memmap_remove(&ram, start, LOW_1MIB - start);
	memmap_remove(&ram, 0, PAGE_SIZE);
	memmap_align(&ram);
	above = memmap_clip(&ram, MAX_RAM);
	if (above)
		pr_warn("octavo: %llu MiB of RAM above %llu GiB cannot be addressed and are left alone\n",
			(unsigned long long)above >> 20,
			(unsigned long long)MAX_RAM >> 30);
}

static void read_module(const struct mb_info *mbi)
{
	const struct mb_module *mod;
	struct boot_module *initrd = &boot_info.initrd;

	if (!(mbi->flags & MB_HAS_MODS) || !mbi->mods_count)
		return;
	if (mbi->mods_count > 1)
		boot_die("%u boot modules; one is wanted", mbi->mods_count);
	mod = boot_table(mbi->mods_addr, sizeof(*mod), "list of modules");
	if (mod->end <= mod->start)
		boot_die("the boot module is empty");
	if (mod->start < image_pa(kernel_end) && mod->end > image_pa(kernel_start))
		boot_die("the boot module [%#x, %#x) overlaps the kernel",
			 mod->start, mod->end);
	if (!memmap_has(&ram, mod->start, mod->end))
		boot_die("the boot module [%#x, %#x) is not in RAM",
			 mod->start, mod->end);
	initrd->start = mod->start;
	initrd->end = mod->end;
}

/* ---- memory before mm_init() ---------------------------------------------------- */

static void keep_off(struct memmap *map, u64 start, u64 size)
{
	memmap_remove(map, ALIGN_DOWN(start, (u64)PAGE_SIZE),
		      size + 2 * PAGE_SIZE);
}

static void early_init(const struct mb_info *mbi)
{
	static struct memmap map;

	map = ram;
	memmap_remove(&map, 0, image_pa(kernel_end));
	keep_off(&map, __pa(mbi), sizeof(*mbi));
	keep_off(&map, boot_info.initrd.start,
		 boot_info.initrd.end - boot_info.initrd.start);
	if (mbi->flags & MB_HAS_CMDLINE)
		keep_off(&map, mbi->cmdline, MAX_BOOT_CMDLINE);
	early = (struct boot_module){ LOW_1MIB, BOOT_MAPPED };
	if (!memmap_find(&map, MIN_EARLY, &early))
		boot_die("no free RAM above the kernel");
	early.start = PAGE_ALIGN(early.start);
	early_start = early.start;
}

void *early_alloc(size_t size)
{
	void *p = __va(early.start);

	size = PAGE_ALIGN(size);
	if (size > early.end - early.start)
		boot_die("too little memory: no %zu KiB for tables",
			 size >> 10);
	early.start += size;
	return memset(p, 0, size);
}

/* ---- options --------------------------------------------------------------------- */

/* A loader may put the name of the image before the options; QEMU does. */
static const char *skip_image(const struct mb_info *mbi, const char *s)
{
	const char *loader, *end;

	if (!(mbi->flags & MB_HAS_LOADER))
		return s;
	loader = boot_table(mbi->loader_name, 5, "name");
	if (strncmp(loader, "qemu", 5))
		return s;
	end = strstr(s, ".elf ");
	if (end)
		return end + 5;
	end = strchr(s, ' ');
	return end ? end + 1 : "";
}

static void read_options(const struct mb_info *mbi)
{
	const char *text = "", *why;
	static struct cmdline cl;
	size_t len;

	if (mbi->flags & MB_HAS_CMDLINE) {
		text = boot_table(mbi->cmdline, 1, "command line");
		len = (size_t)min_t(u64, MAX_BOOT_CMDLINE,
				    BOOT_MAPPED - mbi->cmdline);
		if (strnlen(text, len) == len)
			boot_die("the command line does not end");
		text = skip_image(mbi, text);
	}
	len = strlen(text) + 1;
	cl.text = early_alloc(ALIGN(len, sizeof(void *)) +
			      (len / 2 + 4) * sizeof(*cl.words));
	cl.words = (const char **)(cl.text + ALIGN(len, sizeof(void *)));
	memcpy(cl.text, text, len);
	why = cmdline_parse(&cl, &boot_info.options);
	if (why)
		boot_die("%s", why);
}

/* ---- into the library -------------------------------------------------------------- */

static void add_range(u64 start, u64 end, enum mem_range_type type)
{
	if (start >= end)
		return;
	boot_info.ranges[boot_info.nr_ranges++] = (struct mem_range){
		.start = start, .end = end, .type = type,
	};
}

static phys_addr_t lowmem_limit(void)
{
	const struct boot_options *o = &boot_info.options;

	if (!o->lowmem)
		return MAX_LOWMEM;
	if (o->lowmem > MAX_LOWMEM)
		boot_die("lowmem=: at most %llu MiB",
			 (unsigned long long)MAX_LOWMEM >> 20);
	return o->lowmem;
}

static void check_size(void)
{
	phys_addr_t limit = lowmem_limit();
	u64 low;

	if (boot_info.options.mem)
		memmap_clip(&ram, boot_info.options.mem);
	low = memmap_size(&ram, limit);
	if (low < MIN_RAM)
		boot_die("too little memory: %llu KiB below %llu MiB, at least %llu are needed",
			 (unsigned long long)low >> 10,
			 (unsigned long long)limit >> 20,
			 (unsigned long long)MIN_RAM >> 10);
	boot_info.lowmem_end = min_t(u64, limit, ram.ranges[ram.nr - 1].end);
}

static void list_ranges(void)
{
	for (unsigned int i = 0; i < ram.nr; i++)
		add_range(ram.ranges[i].start, ram.ranges[i].end, MEM_RAM);
	add_range(TRAMPOLINE_PA, TRAMPOLINE_PA + PAGE_SIZE, MEM_RESERVED);
	add_range(image_pa(kernel_start), image_pa(kernel_end), MEM_RESERVED);
	add_range(boot_info.initrd.start, boot_info.initrd.end, MEM_RESERVED);
	add_range(early_start, early.start, MEM_RESERVED);
	early.end = early.start;
}

static void start_core(unsigned int nr_cpus)
{
	const struct boot_options *o = &boot_info.options;
	struct mm_boot boot = {
		.ranges = boot_info.ranges,
		.nr_cpus = nr_cpus,
		.dma_limit = MIB(16),
		.dma32_limit = __SIZEOF_POINTER__ == 8 ? GIB(4) : 0,
		.lowmem_limit = lowmem_limit(),
	};
	int err;

	list_ranges();
	boot.nr_ranges = boot_info.nr_ranges;
	uaccess_set_mode(o->pinned || o->wp_off ? UACCESS_PINNED :
						       UACCESS_DIRECT);
	err = mm_init(&boot);
	if (!err)
		err = dma_init();
	if (err)
		boot_die("the memory core does not start (error %d)", -err);
}

static unsigned int count_cpus(void)
{
	const unsigned int most = boot_info.options.cpus ?: NR_CPUS;

	return clamp(acpi_find_cpus(), 1u, min(most, (unsigned int)NR_CPUS));
}

/* ---- start ---------------------------------------------------------------------------- */

static void read_boot(u32 magic, u32 info)
{
	const struct mb_info *mbi;

	if (magic != MULTIBOOT_MAGIC)
		boot_die("not started by a Multiboot loader (%#x)", magic);
	mbi = boot_table(info, sizeof(*mbi), "information");
	read_memory(mbi);
	leave_firmware_alone();
	if (!memmap_has(&ram, image_pa(kernel_start), image_pa(kernel_end)))
		boot_die("memory map: the kernel at [%#llx, %#llx) is not in RAM",
			 (unsigned long long)image_pa(kernel_start),
			 (unsigned long long)image_pa(kernel_end));
	read_module(mbi);
	early_init(mbi);
	read_options(mbi);
	check_size();
}

void x86_main(u32 magic, u32 multiboot_info)
{
	const u64 entered = __builtin_ia32_rdtsc();
	unsigned int nr_cpus;

	serial_init();
	read_boot(magic, multiboot_info);
	cpu_check_features();
	smp_prepare_cpu(0);
	cpu_init(0);
	mmu_init(&boot_info);
	apic_init_cpu();
	clock_init();
	nr_cpus = count_cpus();
	/* All masked so far; but what may sleep wants them on. */
	irq_init();
	__asm__ __volatile__("sti");
	start_core(nr_cpus);
	/* With a link the log is a command's standard error: no news there. */
	if (!boot_info.options.link)
		pr_info("Octavo on %s: %llu MiB of RAM, %u CPU%s\n",
			MACHINE_NAME,
			(unsigned long long)memmap_size(&ram, MAX_RAM) >> 20,
			nr_cpus, nr_cpus == 1 ? "" : "s");
	if (boot_info.options.stats)
		pr_info("octavo: entered at %llu of the time-stamp counter\n",
			(unsigned long long)entered);
	timer_init_cpu();
	smp_init();
	console_init();
	x86_exit((unsigned int)x86_payload(&boot_info));
}
