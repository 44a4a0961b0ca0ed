/* SPDX-License-Identifier: MIT */
/*
 * elf.c - loading programs, at their own addresses or anywhere, and the
 * interpreter that links a dynamic one.
 *
 * A program is a file whose PT_LOAD segments say which of its bytes go where:
 *
 *	file:	[hdr|phdrs|text........|data....]
 *	               p_offset |         p_filesz
 *	memory:	     [text........] [data....|bss 000]
 *	          p_vaddr + bias             p_memsz
 *
 * Everything is checked before anything is mapped:
 *  1. segments are in growing order and do not share a page;
 *  2. offset and address of a segment agree in their place within a page;
 *  3. nothing wraps, nothing leaves [TASK_SIZE_MIN, TASK_SIZE);
 *  4. the entry point is in the user half. Whether there is anything is left
 *     to the first fault, as on Linux.
 *
 * PT_INTERP names a second file of the same kind, which is mapped too and is
 * what runs first; it finds the program by AT_PHDR and AT_ENTRY:
 *
 *	program without fixed addresses	at PIE_BASE, room to grow above
 *	interpreter, or a program that needs none	below mmap_base
 *
 * Pages of a segment come from the page cache, private and copied on write;
 * what is behind p_filesz is zero: the tail of the last file page is cleared,
 * the pages after it are anonymous.
 *
 * Source: System V ABI, "Program Loading".
 */
#include "internal.h"
#include <uapi/mman.h>

/* Where a small user half begins, or a good way up in a large one. */
#define PIE_BASE	(TASK_SIZE > 0xfffffffful ?			\
			 ALIGN_DOWN(TASK_SIZE / 3 * 2, PAGE_SIZE) : 0x400000ul)
#define MAX_PHNUM	(PAGE_SIZE / sizeof(struct elf_phdr))

struct elf {
	struct file *file;
	struct elf_hdr hdr;
	struct elf_phdr *phdrs;
	unsigned long bias;
	unsigned long lo, hi;		/* pages of all segments, no bias */
	unsigned long align;		/* that ET_DYN wants */
};

static int read_exactly(struct file *file, void *buf, size_t len, loff_t pos)
{
	ssize_t n = kernel_read(file, buf, len, &pos);

	if (n < 0)
		return n;
	return (size_t)n == len ? 0 : -ENOEXEC;
}

static bool beyond_files(u64 pos)
{
	return pos > (u64)MAX_LFS_FILESIZE;
}

static int check_header(const struct elf_hdr *h)
{
	if (memcmp(h->e_ident, ELFMAG, SELFMAG) ||
	    h->e_ident[EI_CLASS] != ELF_CLASS ||
	    h->e_ident[EI_DATA] != ELFDATA2LSB ||
	    h->e_machine != ELF_ARCH)
		return -ENOEXEC;
	if (h->e_type != ET_EXEC && h->e_type != ET_DYN)
		return -ENOEXEC;
	if (h->e_phentsize != sizeof(struct elf_phdr) || h->e_phnum == 0 ||
	    h->e_phnum > MAX_PHNUM)
		return -ENOEXEC;
	return beyond_files(h->e_phoff) ? -ENOEXEC : 0;
}

static int read_headers(struct elf *elf)
{
	size_t size;
	int err = read_exactly(elf->file, &elf->hdr, sizeof(elf->hdr), 0);

	if (!err)
		err = check_header(&elf->hdr);
	if (err)
		return err;
	size = elf->hdr.e_phnum * sizeof(*elf->phdrs);
	elf->phdrs = kmalloc(size, GFP_KERNEL);
	if (!elf->phdrs)
		return -ENOMEM;
	err = read_exactly(elf->file, elf->phdrs, size, elf->hdr.e_phoff);
	if (err) {
		kfree(elf->phdrs);
		elf->phdrs = NULL;
	}
	return err;
}

/* One PT_LOAD by itself, and after what came before it. */
static int check_segment(struct elf *elf, const struct elf_phdr *ph)
{
	unsigned long end, first = ph->p_vaddr & PAGE_MASK;

	if (ph->p_filesz > ph->p_memsz)
		return -ENOEXEC;
	if ((ph->p_vaddr ^ ph->p_offset) & ~PAGE_MASK)
		return -ENOEXEC;
	if (beyond_files(ph->p_offset) || beyond_files(ph->p_filesz))
		return -ENOEXEC;
	if (ph->p_vaddr >= TASK_SIZE || ph->p_memsz > TASK_SIZE - ph->p_vaddr)
		return -ENOEXEC;
	if (elf->hi > first)
		return -ENOEXEC;	/* overlap, or not in order */
	end = ALIGN(ph->p_vaddr + ph->p_memsz, PAGE_SIZE);
	if (elf->lo == elf->hi)
		elf->lo = first;
	elf->hi = end;
	return 0;
}

static int check_segments(struct elf *elf)
{
	int err;

	elf->align = PAGE_SIZE;
	for (unsigned int i = 0; i < elf->hdr.e_phnum; i++) {
		const struct elf_phdr *ph = &elf->phdrs[i];

		if (ph->p_type != PT_LOAD || ph->p_memsz == 0)
			continue;
		err = check_segment(elf, ph);
		if (err)
			return err;
		if (is_power_of_2(ph->p_align) && ph->p_align < TASK_SIZE / 4)
			elf->align = max_t(unsigned long, elf->align,
					   ph->p_align);
	}
	return elf->hi > elf->lo ? 0 : -ENOEXEC;
}

/* The file and its headers; what is wrong with them is -ENOEXEC. */
static int elf_read(struct elf *elf, struct file *file)
{
	int err;

	*elf = (struct elf){ .file = file };
	err = read_headers(elf);
	return err ? err : check_segments(elf);
}

static void elf_destroy(struct elf *elf)
{
	kfree(elf->phdrs);
}

static const struct elf_phdr *find_header(const struct elf *elf, u32 type)
{
	for (unsigned int i = 0; i < elf->hdr.e_phnum; i++)
		if (elf->phdrs[i].p_type == type)
			return &elf->phdrs[i];
	return NULL;
}

/* ---- places ------------------------------------------------------------ */

/* Room for all of it below mmap_base, its lowest address; or -errno. */
static unsigned long find_room(const struct elf *elf)
{
	struct mm_struct *mm = current->mm;
	unsigned long len = elf->hi - elf->lo + elf->align - PAGE_SIZE, addr;

	mmap_write_lock(mm);
	addr = get_unmapped_area(mm, 0, len, 0);
	mmap_write_unlock(mm);
	return IS_ERR_VALUE(addr) ? addr : ALIGN(addr, elf->align);
}

/* @base: of a file without fixed addresses; 0: anywhere. */
static int choose_bias(struct elf *elf, unsigned long base)
{
	if (elf->hdr.e_type == ET_DYN) {
		base = base ? ALIGN(base, elf->align) : find_room(elf);
		if (IS_ERR_VALUE(base))
			return (int)base;
		elf->bias = base - ALIGN_DOWN(elf->lo, elf->align);
	}
	if (elf->lo + elf->bias < TASK_SIZE_MIN ||
	    elf->lo + elf->bias >= TASK_SIZE ||
	    elf->hi - elf->lo > TASK_SIZE - (elf->lo + elf->bias) ||
	    elf->hdr.e_entry >= TASK_SIZE ||
	    elf->hdr.e_entry + elf->bias >= TASK_SIZE)
		return -ENOEXEC;
	return 0;
}

/* ---- mapping ----------------------------------------------------------- */

static unsigned long segment_prot(const struct elf_phdr *ph)
{
	return (ph->p_flags & PF_R ? PROT_READ : 0) |
	       (ph->p_flags & PF_W ? PROT_WRITE : 0) |
	       (ph->p_flags & PF_X ? PROT_EXEC : 0);
}

static int map_range(struct mmap_request *req)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr;

	mmap_write_lock(mm);
	addr = do_mmap(mm, req);
	mmap_write_unlock(mm);
	return IS_ERR_VALUE(addr) ? (int)addr : 0;
}

static int map_file_part(struct elf *elf, const struct elf_phdr *ph)
{
	unsigned long addr = (ph->p_vaddr + elf->bias) & PAGE_MASK;
	struct mmap_request req = {
		.addr = addr,
		.len = ph->p_vaddr + elf->bias + ph->p_filesz - addr,
		.prot = segment_prot(ph),
		.flags = MAP_PRIVATE | MAP_FIXED_NOREPLACE,
		.pgoff = ph->p_offset >> PAGE_SHIFT,
		.vm_ops = &generic_file_vm_ops,
		.vm_file = get_file(elf->file),
		.mapping = &elf->file->f_inode->i_data,
	};
	int err = map_range(&req);

	if (err)
		fput(elf->file);
	return err;
}

/* Clear the rest of the last file page, add anonymous pages. @end: bytes. */
static int map_bss(struct elf *elf, const struct elf_phdr *ph)
{
	unsigned long start = ph->p_vaddr + elf->bias + ph->p_filesz;
	unsigned long end = ph->p_vaddr + elf->bias + ph->p_memsz;
	unsigned long page = ALIGN(start, PAGE_SIZE);
	struct mmap_request req = {
		.addr = page,
		.prot = segment_prot(ph),
		.flags = MAP_PRIVATE | MAP_ANONYMOUS |
			 MAP_FIXED_NOREPLACE,
	};

	if (!ph->p_filesz)
		req.addr = page = start & PAGE_MASK;
	else if (page != start && ph->p_flags & PF_W &&
		 clear_user((void __user *)start, page - start))
		return -ENOEXEC;	/* the file is shorter than it says */
	if (end <= page)
		return 0;
	req.len = end - page;
	return map_range(&req);
}

static int map_segment(struct elf *elf, const struct elf_phdr *ph)
{
	int err = 0;

	if (ph->p_filesz)
		err = map_file_part(elf, ph);
	if (!err && ph->p_memsz > ph->p_filesz)
		err = map_bss(elf, ph);
	return err;
}

/* The address of the program headers in memory, for AT_PHDR. */
static unsigned long phdr_address(const struct elf *elf)
{
	unsigned long off = elf->hdr.e_phoff;

	for (unsigned int i = 0; i < elf->hdr.e_phnum; i++) {
		const struct elf_phdr *ph = &elf->phdrs[i];

		if (ph->p_type == PT_LOAD && off >= ph->p_offset &&
		    off - ph->p_offset < ph->p_filesz)
			return ph->p_vaddr + elf->bias + off - ph->p_offset;
	}
	return 0;
}

static void note_segment(struct exec_image *img, const struct elf *elf,
			 const struct elf_phdr *ph)
{
	unsigned long start = ph->p_vaddr + elf->bias;
	unsigned long end = start + ph->p_filesz;

	if (ph->p_flags & PF_X) {
		if (!img->start_code)
			img->start_code = start;
		img->end_code = end;
	} else {
		if (!img->start_data)
			img->start_data = start;
		img->end_data = end;
	}
}

static int map_all(struct elf *elf, struct exec_image *img)
{
	int err = 0;

	for (unsigned int i = 0; !err && i < elf->hdr.e_phnum; i++) {
		const struct elf_phdr *ph = &elf->phdrs[i];

		if (ph->p_type != PT_LOAD || ph->p_memsz == 0)
			continue;
		err = map_segment(elf, ph);
		note_segment(img, elf, ph);
	}
	return err;
}

/* ---- programs ---------------------------------------------------------- */

/* The file that PT_INTERP names; NULL: none is needed; or ERR_PTR. */
static struct file *open_interpreter(const struct elf *elf)
{
	const struct elf_phdr *ph = find_header(elf, PT_INTERP);
	struct file *file;
	char *name;
	int err;

	if (!ph)
		return NULL;
	if (ph->p_filesz < 2 || ph->p_filesz > PATH_MAX ||
	    beyond_files(ph->p_offset))
		return ERR_PTR(-ENOEXEC);
	name = kmalloc(ph->p_filesz, GFP_KERNEL);
	if (!name)
		return ERR_PTR(-ENOMEM);
	err = read_exactly(elf->file, name, ph->p_filesz, ph->p_offset);
	if (!err && name[ph->p_filesz - 1])
		err = -ENOEXEC;
	file = err ? ERR_PTR(err) : open_exec(name);
	kfree(name);
	return file;
}

/* The interpreter's own headers; 0 with interp->file NULL if there is none. */
static int read_interpreter(struct elf *interp, const struct elf *elf)
{
	struct file *file = open_interpreter(elf);
	int err;

	*interp = (struct elf){ .file = NULL };
	if (IS_ERR_OR_NULL(file))
		return PTR_ERR_OR_ZERO(file);
	err = elf_read(interp, file);
	return err == -ENOEXEC ? -ELIBBAD : err;
}

static void note_program(struct exec_image *img, const struct elf *elf)
{
	const struct elf_phdr *stack = find_header(elf, PT_GNU_STACK);

	*img = (struct exec_image){
		.file = elf->file,
		.entry = elf->hdr.e_entry + elf->bias,
		.start = elf->hdr.e_entry + elf->bias,
		.phdr = phdr_address(elf),
		.phnum = elf->hdr.e_phnum,
		.phent = sizeof(struct elf_phdr),
		.brk = elf->hi + elf->bias,
		.exec_stack = stack ? stack->p_flags & PF_X :
				      ABI_EXEC_STACK,
	};
}

static int map_program(struct elf *elf, struct exec_image *img, bool linked)
{
	int err = choose_bias(elf, linked ? PIE_BASE : 0);

	if (err)
		return err;
	note_program(img, elf);
	if (elf->hdr.e_type == ET_DYN && !linked)
		img->brk = PIE_BASE;
	return map_all(elf, img);
}

static int map_interpreter(struct elf *elf, struct exec_image *img)
{
	struct exec_image own = { 0 };
	int err = choose_bias(elf, 0);

	if (err)
		return err == -ENOEXEC ? -ELIBBAD : err;
	img->base = elf->lo + elf->bias;
	img->start = elf->hdr.e_entry + elf->bias;
	return map_all(elf, &own);
}

int elf_load(struct file *file, struct exec_image *img)
{
	struct elf elf, interp = { .file = NULL };
	int err = elf_read(&elf, file);

	if (!err)
		err = read_interpreter(&interp, &elf);
	if (!err)
		err = map_program(&elf, img, interp.file);
	if (!err && interp.file)
		err = map_interpreter(&interp, img);
	if (interp.file)
		fput(interp.file);
	elf_destroy(&interp);
	elf_destroy(&elf);
	return err;
}
