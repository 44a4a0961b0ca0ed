/* SPDX-License-Identifier: MIT */
/*
 * elf_test.c - damaged programs: each is refused, and nothing stays mapped.
 *
 * The good image, to which each row of the table does one thing:
 *
 *	0	header, 3 program headers: text, data with bss, stack
 *	0x1000	text, at 0x400000 + 0x1000
 *	0x2000	data of 0x100 bytes, at 0x403000; 0x1800 bytes in memory
 */
#include "fixture.h"
#include <uapi/elf.h>

#define IMAGE_SIZE	0x2100ul
/* The kernel's, whether its upper half is cut off or not. */
#define KERNEL_ADDRESS	0xffff8000ffff0000

struct image {
	struct elf_hdr hdr;
	struct elf_phdr ph[3];
};

static const struct image good = {
	.hdr = {
		.e_ident = { 0x7f, 'E', 'L', 'F', ELF_CLASS, ELFDATA2LSB, 1 },
		.e_type = ET_EXEC,
		.e_machine = ELF_ARCH,
		.e_version = 1,
		.e_entry = 0x401000,
		.e_phoff = sizeof(struct elf_hdr),
		.e_ehsize = sizeof(struct elf_hdr),
		.e_phentsize = sizeof(struct elf_phdr),
		.e_phnum = 3,
	},
	.ph = {
		{ .p_type = PT_LOAD, .p_flags = PF_R | PF_X,
		  .p_offset = 0x1000, .p_vaddr = 0x401000,
		  .p_filesz = 0x100, .p_memsz = 0x100, .p_align = 0x1000 },
		{ .p_type = PT_LOAD, .p_flags = PF_R | PF_W,
		  .p_offset = 0x2000, .p_vaddr = 0x403000,
		  .p_filesz = 0x100, .p_memsz = 0x1800, .p_align = 0x1000 },
		{ .p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W,
		  .p_align = 16 },
	},
};

/* Overwrite @size bytes at @at of the image's head with @value. */
#define SET(field, value)						\
	offsetof(struct image, field), sizeof(good.field), (value)

static const struct damage {
	const char *what;
	size_t at, size;
	u64 value;
	int want;
} damages[] = {
	{ "nothing", 0, 0, 0, 0 },
	{ "magic", SET(hdr.e_ident[1], 'F'), -ENOEXEC },
	{ "words of another size", SET(hdr.e_ident[EI_CLASS],
				       ELFCLASS32 + ELFCLASS64 - ELF_CLASS),
	  -ENOEXEC },
	{ "big-endian", SET(hdr.e_ident[EI_DATA], 2), -ENOEXEC },
	{ "foreign machine", SET(hdr.e_machine, 40), -ENOEXEC },
	{ "object file", SET(hdr.e_type, 1), -ENOEXEC },
	{ "core file", SET(hdr.e_type, 4), -ENOEXEC },
	{ "no program headers", SET(hdr.e_phnum, 0), -ENOEXEC },
	{ "65,535 program headers", SET(hdr.e_phnum, 0xffff), -ENOEXEC },
	{ "small program headers", SET(hdr.e_phentsize,
					sizeof(struct elf_phdr) - 8), -ENOEXEC },
	{ "headers behind the file", SET(hdr.e_phoff, 0x100000), -ENOEXEC },
	{ "headers at -1", SET(hdr.e_phoff, ~0ull), -ENOEXEC },
	{ "headers wrap", SET(hdr.e_phoff, 0x7fffffffffffff00), -ENOEXEC },
	{ "entry in the kernel", SET(hdr.e_entry, KERNEL_ADDRESS),
	  -ENOEXEC },
	{ "entry at TASK_SIZE", SET(hdr.e_entry, TASK_SIZE), -ENOEXEC },
	{ "interpreter", SET(ph[2].p_type, PT_INTERP), -ENOEXEC },
	{ "nothing to load", SET(ph[0].p_type, 0), 0 },
	{ "file size over memory size", SET(ph[0].p_filesz, 0x200), -ENOEXEC },
	{ "unaligned address", SET(ph[0].p_vaddr, 0x401010), -ENOEXEC },
	{ "unaligned offset", SET(ph[0].p_offset, 0x1010), -ENOEXEC },
	{ "address 0", SET(ph[0].p_vaddr, 0), -ENOEXEC },
	{ "address in the kernel", SET(ph[1].p_vaddr, KERNEL_ADDRESS),
	  -ENOEXEC },
	{ "address wraps", SET(ph[1].p_vaddr, 0xfffffffffffff000), -ENOEXEC },
	{ "memory size wraps", SET(ph[1].p_memsz, ~0ull), -ENOEXEC },
	{ "memory size ends in the kernel", SET(ph[1].p_memsz, TASK_SIZE),
	  -ENOEXEC },
	{ "offset negative", SET(ph[1].p_offset, 0x8000000080000000), -ENOEXEC },
	{ "overlap", SET(ph[1].p_vaddr, 0x401000), -ENOEXEC },
	{ "wrong order", SET(ph[1].p_vaddr, 0x400000), -ENOEXEC },
	{ "data behind the file", SET(ph[1].p_offset, 0x200000), -ENOEXEC },
};

static unsigned long nr_areas(struct mm_struct *mm)
{
	return mm->map_count;
}

/* Make @img a file, load it into a fresh address space and look. */
static int try_load(struct kunit *test, const struct image *img, size_t size)
{
	struct mm_struct *old = current->mm, *mm = mm_alloc();
	char *bytes = kzalloc(IMAGE_SIZE, GFP_KERNEL);
	struct exec_image out;
	struct file *file;
	int err;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memcpy(bytes, img, sizeof(*img));
	KUNIT_EXPECT_EQ(test, vfs_create_file("/tmp/prog", 0755, bytes, size),
			0);
	kfree(bytes);
	file = filp_open("/tmp/prog", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	user_mm_load(mm);
	err = elf_load(file, &out);
	if (!err)
		KUNIT_EXPECT_GT(test, nr_areas(mm), 0ul);
	user_mm_load(old);
	mmput(mm);
	fput(file);
	return err;
}

static void damaged_images(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		const struct damage *d = &damages[i];
		struct image img = good;

		memcpy((char *)&img + d->at, &d->value, d->size);
		KUNIT_EXPECT_EQ_MSG(test, try_load(test, &img, IMAGE_SIZE),
				    d->want, "%s", d->what);
	}
}

/* Cut at every length that matters. */
static void truncated_images(struct kunit *test)
{
	static const struct { size_t size; int want; } cuts[] = {
		{ 0, -ENOEXEC }, { 1, -ENOEXEC }, { 4, -ENOEXEC },
		{ sizeof(good.hdr) - 1, -ENOEXEC },
		{ sizeof(good.hdr), -ENOEXEC },
		{ sizeof(good) - 1, -ENOEXEC }, { sizeof(good), -ENOEXEC },
		{ 120, -ENOEXEC }, { 0x1000, -ENOEXEC },
		{ 0x2000, -ENOEXEC }, { 0x2001, 0 }, { IMAGE_SIZE, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cuts); i++)
		KUNIT_EXPECT_EQ_MSG(test, try_load(test, &good, cuts[i].size),
				    cuts[i].want, "%zu bytes", cuts[i].size);
}

/* Bytes of the headers at random; whatever the answer, nothing leaks. */
static void random_images(struct kunit *test)
{
	for (int round = 0; round < 300; round++) {
		struct image img = good;
		u32 changes = 1 + kunit_random_below(test, 4);

		while (changes--)
			((u8 *)&img)[kunit_random_below(test, sizeof(img))] =
				kunit_random_below(test, 256);
		try_load(test, &img, IMAGE_SIZE);
	}
}

static struct image moved_image(u64 by)
{
	struct image img = good;

	img.hdr.e_type = ET_DYN;
	img.hdr.e_entry -= by;
	img.ph[0].p_vaddr -= by;
	img.ph[1].p_vaddr -= by;
	return img;
}

static void position_independent(struct kunit *test)
{
	struct image img = moved_image(0x400000);

	KUNIT_EXPECT_EQ(test, try_load(test, &img, IMAGE_SIZE), 0);
	img = moved_image(0x401000);
	KUNIT_EXPECT_EQ(test, try_load(test, &img, IMAGE_SIZE), 0);
	img.hdr.e_entry = ~0ul;
	KUNIT_EXPECT_EQ(test, try_load(test, &img, IMAGE_SIZE), -ENOEXEC);
}

/* What is behind the file's bytes is zero, and memory is laid out as told. */
static void contents(struct kunit *test)
{
	struct mm_struct *old = current->mm, *mm = mm_alloc();
	char *bytes = kunit_kzalloc(test, IMAGE_SIZE + 256, GFP_KERNEL);
	struct exec_image img;
	struct file *file;
	u8 byte = 0;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	memset(bytes, 0xaa, IMAGE_SIZE + 256);
	memcpy(bytes, &good, sizeof(good));
	KUNIT_EXPECT_EQ(test, vfs_create_file("/tmp/prog", 0755, bytes,
					      IMAGE_SIZE + 256), 0);
	file = filp_open("/tmp/prog", O_RDONLY, 0);
	user_mm_load(mm);
	KUNIT_EXPECT_EQ(test, elf_load(file, &img), 0);
	KUNIT_EXPECT_EQ(test, img.entry, 0x401000ul);
	KUNIT_EXPECT_EQ(test, img.brk, 0x405000ul);
	for (unsigned long a = 0x403000; a < 0x405000; a += 0x7f) {
		KUNIT_EXPECT_EQ(test, get_user(byte, (u8 __user *)a), 0);
		KUNIT_EXPECT_EQ_MSG(test, byte, a < 0x403100 ? 0xaa : 0,
				    "at %lx", a);
	}
	KUNIT_EXPECT_EQ(test, put_user(byte, (u8 __user *)0x401000), -EFAULT);
	user_mm_load(old);
	mmput(mm);
	fput(file);
}

/* A program whose third header asks for the interpreter named in its data. */
static struct image linked_image(size_t name_len)
{
	struct image img = good;

	img.ph[2] = (struct elf_phdr){
		.p_type = PT_INTERP, .p_flags = PF_R, .p_offset = 0x2000,
		.p_filesz = name_len, .p_memsz = name_len, .p_align = 1,
	};
	return img;
}

static int try_linked(struct kunit *test, const char *name, size_t name_len,
		      struct exec_image *out)
{
	struct mm_struct *old = current->mm, *mm = mm_alloc();
	char *bytes = kzalloc(IMAGE_SIZE, GFP_KERNEL);
	struct image img = linked_image(name_len);
	struct file *file;
	int err;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_ASSERT_NOT_NULL(test, bytes);
	memcpy(bytes, &img, sizeof(img));
	memcpy(bytes + 0x2000, name, strlen(name));
	KUNIT_EXPECT_EQ(test, vfs_create_file("/tmp/prog", 0755, bytes,
					      IMAGE_SIZE), 0);
	kfree(bytes);
	file = filp_open("/tmp/prog", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	user_mm_load(mm);
	err = elf_load(file, out);
	user_mm_load(old);
	mmput(mm);
	fput(file);
	return err;
}

static void make_interpreters(void)
{
	struct image img = moved_image(0x400000);
	char *bytes = kzalloc(IMAGE_SIZE, GFP_KERNEL);

	memcpy(bytes, &img, sizeof(img));
	vfs_create_file("/tmp/ld", 0755, bytes, IMAGE_SIZE);
	vfs_create_file("/tmp/short", 0755, bytes, sizeof(img) - 1);
	vfs_create_file("/tmp/denied", 0644, bytes, IMAGE_SIZE);
	((struct image *)bytes)->hdr.e_machine = 40;
	vfs_create_file("/tmp/foreign", 0755, bytes, IMAGE_SIZE);
	kfree(bytes);
	vfs_create_file("/tmp/empty", 0755, "", 0);
	vfs_create_file("/tmp/text", 0755, "hello", 5);
}

static void interpreters(struct kunit *test)
{
	static const struct { const char *name; size_t len; int want; } table[] = {
		{ "/tmp/ld", 8, 0 },
		{ "/tmp/ld", 7, -ENOEXEC },	/* without its NUL */
		{ "/tmp/ld", 1, -ENOEXEC },
		{ "", 0, -ENOEXEC },
		{ "", 2, -ENOENT },
		{ "/tmp/ld", 0x101, -ENOEXEC },	/* behind the file */
		{ "/tmp/ld", PATH_MAX + 1, -ENOEXEC },
		{ "/tmp/none", 10, -ENOENT },
		{ "/tmp/text/x", 12, -ENOTDIR },
		{ "/tmp", 5, -EACCES },
		{ "/tmp/denied", 12, -EACCES },
		{ "/tmp/empty", 11, -ELIBBAD },
		{ "/tmp/text", 10, -ELIBBAD },
		{ "/tmp/short", 11, -ELIBBAD },
		{ "/tmp/foreign", 13, -ELIBBAD },
	};
	struct exec_image img;

	make_interpreters();
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		KUNIT_EXPECT_EQ_MSG(test,
			try_linked(test, table[i].name, table[i].len, &img),
			table[i].want, "%s, %zu bytes", table[i].name,
			table[i].len);
	KUNIT_EXPECT_EQ(test, try_linked(test, "/tmp/ld", 8, &img), 0);
	KUNIT_EXPECT_EQ(test, img.entry, 0x401000ul);
	KUNIT_EXPECT_EQ(test, img.start, img.base);
	KUNIT_EXPECT_GT(test, img.base, img.brk);
}

/* execve answers, and the program that asked is as before. */
static void failed_exec_changes_nothing(struct kunit *test)
{
	static const struct { const char *path; long want; } table[] = {
		{ "/tmp/none", -ENOENT }, { "/tmp", -EACCES },
		{ "/tmp/text", -ENOEXEC }, { "/tmp/noexec", -EACCES },
		{ "/tmp/script", -ENOENT }, { "/tmp/loop", -ELOOP },
		{ "/dev/null", -EACCES },
	};
	struct mm_struct *mm = current->mm;

	vfs_create_file("/tmp/text", 0755, "hello", 5);
	vfs_create_file("/tmp/noexec", 0644, &good, sizeof(good));
	vfs_create_file("/tmp/script", 0755, "#! /tmp/none -x\n", 16);
	vfs_create_file("/tmp/loop", 0755, "#!/tmp/loop\n", 12);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		unsigned long path = kt_string(0, table[i].path);
		unsigned long argv[2] = { path, 0 };

		KUNIT_EXPECT_EQ_MSG(test,
			kt_call(NR_execve, path,
				kt_bytes(512, argv, sizeof(argv)), 0, 0),
			table[i].want, "%s", table[i].path);
		KUNIT_EXPECT_PTR_EQ(test, current->mm, mm);
	}
}

/* Too many, and too long, strings. */
static void too_big(struct kunit *test)
{
	unsigned long path = kt_string(0, "/tmp/text");
	unsigned long vec = kt_at(PAGE_SIZE), big = 0x20000000;
	unsigned long argv[2] = { big, 0 };

	vfs_create_file("/tmp/text", 0755, "hello", 5);
	KUNIT_ASSERT_TRUE(test, user_mm_map(&kt.u, big, 64, PROT_READ |
					    PROT_WRITE));
	for (unsigned long a = 0; a < 64 * PAGE_SIZE; a += 8)
		KUNIT_ASSERT_EQ(test, put_user(0x6161616161616161ull,
					       (u64 __user *)(big + a)), 0);
	kt_bytes(PAGE_SIZE, argv, sizeof(argv));
	KUNIT_EXPECT_EQ(test, kt_call(NR_execve, path, vec, 0, 0), -E2BIG);
	for (unsigned long a = 0; a < 64 * PAGE_SIZE; a += sizeof(long))
		KUNIT_ASSERT_EQ(test, put_user(path, (unsigned long __user *)
					       (big + a)), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_execve, path, big, 0, 0), -EFAULT);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(damaged_images),
	KUNIT_CASE(truncated_images),
	KUNIT_CASE(random_images),
	KUNIT_CASE(position_independent),
	KUNIT_CASE(contents),
	KUNIT_CASE(interpreters),
	KUNIT_CASE(failed_exec_changes_nothing),
	KUNIT_CASE(too_big),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_elf",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
