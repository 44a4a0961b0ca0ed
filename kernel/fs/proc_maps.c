/* SPDX-License-Identifier: MIT */
/*
 * proc_maps.c - the memory of a process: maps, smaps, pagemap, mem; and how
 * often each page frame is mapped.
 *
 * The address space is referenced while it is looked at, so the process may
 * end meanwhile. Areas are told in parts (octavo/seq_file.h): the lock is let
 * go in between, and the next part goes on behind the last address told.
 *
 * A page counts for a process as 1/n of what its n mappings have (Pss), kept
 * in 4096ths.
 */
#include <octavo/highmem.h>
#include <octavo/math64.h>
#include "internal.h"

#define PSS_SHIFT	12
#define K(pages)	((pages) << (PAGE_SHIFT - 10))

/* Show of what @m is about, or of the running task for the kernel itself. */
static struct mm_struct *mm_of(struct seq_file *m)
{
	struct task *task = task_running();

	if (m->private)
		return proc_may_look(m->private) ? NULL : proc_mm(m->private);
	if (!task || !task->thread.mm)
		return NULL;
	mmget(task->thread.mm);
	return task->thread.mm;
}

/* The address space of an open file; NULL: there is none any more, or it runs
 * a program by now that the caller must not look into. */
static struct mm_struct *file_mm(struct file *file)
{
	const struct proc_what *what = what_of(file->f_inode);

	return proc_may_look(what) ? NULL : proc_mm(what);
}

/* ---- maps -------------------------------------------------------------- */

static void show_vma_name(struct seq_file *m, struct vm_area_struct *vma,
			  char *page)
{
	const char *name;

	if (vma->vm_file) {
		name = d_path(vma->vm_file->f_dentry, page, PATH_MAX);
		if (IS_ERR(name))
			name = "?";
	} else {
		name = vma_name(vma);
	}
	if (*name) {
		seq_pad(m, 73, 0);
		seq_puts(m, name);
	}
	seq_putc(m, '\n');
}

static void show_vma(struct seq_file *m, struct vm_area_struct *vma, char *page)
{
	unsigned long ino = 0, pgoff = 0;
	dev_t dev = 0;
	char perms[5];

	if (vma->vm_file) {
		ino = vma->vm_file->f_inode->i_ino;
		dev = vma->vm_file->f_inode->i_sb->s_dev;
		pgoff = vma->vm_pgoff;
	}
	vma_perms(vma, perms);
	seq_printf(m, "%08lx-%08lx %s %08llx %02x:%02x %lu ", vma->vm_start,
		   vma->vm_end, perms, (unsigned long long)pgoff << PAGE_SHIFT,
		   MAJOR(dev), MINOR(dev), ino);
	show_vma_name(m, vma, page);
}

/* The areas from m->cursor on, until the part is full. */
static int show_areas(struct seq_file *m,
		      void (*show)(struct seq_file *m,
				   struct vm_area_struct *vma, char *page))
{
	struct mm_struct *mm = mm_of(m);
	struct vm_area_struct *vma;
	char *page;
	int more = 0;

	if (!mm)
		return 0;
	page = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!page) {
		mmput(mm);
		return -ENOMEM;
	}
	mmap_read_lock(mm);
	for (vma = find_vma(mm, m->cursor); vma && !more; vma = vma_next(vma)) {
		show(m, vma, page);
		m->cursor = vma->vm_end;
		more = seq_part_full(m);
	}
	mmap_read_unlock(mm);
	mmput(mm);
	kfree(page);
	return more;
}

int proc_maps_show(struct seq_file *m, void *v)
{
	return show_areas(m, show_vma);
}

/* ---- smaps --------------------------------------------------------------- */

struct smaps {
	u64 rss, pss, pss_dirty;	/* the two in 4096ths of a page */
	unsigned long shared_clean, shared_dirty, private_clean, private_dirty;
	unsigned long referenced, anonymous, locked;
	bool is_locked;
};

/* The page behind an entry, if it is one that is counted. */
static struct page *counted_page(pte_t pte)
{
	struct page *page;

	if (pte_special(pte) || !pfn_valid(pte_pfn(pte)))
		return NULL;
	page = pfn_to_page(pte_pfn(pte));
	return page_mapped(page) ? page : NULL;
}

static int smaps_entry(unsigned long addr, pte_t pte, void *arg)
{
	struct page *page = counted_page(pte);
	struct smaps *s = arg;
	bool dirty;
	u32 share;
	int maps;

	if (!page)
		return 0;
	maps = page_mapcount(page);
	dirty = pte_dirty(pte) || PageDirty(page);
	share = (1u << PSS_SHIFT) / maps;
	s->rss++;
	s->pss += share;
	s->pss_dirty += dirty ? share : 0;
	s->anonymous += PageAnon(page);
	s->referenced += pte_young(pte) || PageReferenced(page);
	s->locked += s->is_locked ? share : 0;
	if (maps > 1)
		(dirty ? &s->shared_dirty : &s->shared_clean)[0]++;
	else
		(dirty ? &s->private_dirty : &s->private_clean)[0]++;
	return 0;
}

static void measure_vma(struct smaps *s, struct vm_area_struct *vma)
{
	s->is_locked = vma->vm_flags & VM_LOCKED;
	if (!(vma->vm_flags & VM_PFNMAP))
		mm_walk(vma->vm_mm, vma->vm_start, vma->vm_end, smaps_entry, s);
}

static void smaps_line(struct seq_file *m, const char *name, unsigned long kb)
{
	seq_printf(m, "%s:", name);
	seq_pad(m, 16, 0);
	seq_printf(m, "%8lu kB\n", kb);
}

static unsigned long pss_kb(u64 pss)
{
	return (unsigned long)(pss >> (PSS_SHIFT + 10 - PAGE_SHIFT));
}

static void smaps_lines(struct seq_file *m, const struct smaps *s)
{
	const struct { const char *name; unsigned long kb; } lines[] = {
		{ "Rss", K((unsigned long)s->rss) },
		{ "Pss", pss_kb(s->pss) },
		{ "Pss_Dirty", pss_kb(s->pss_dirty) },
		{ "Shared_Clean", K(s->shared_clean) },
		{ "Shared_Dirty", K(s->shared_dirty) },
		{ "Private_Clean", K(s->private_clean) },
		{ "Private_Dirty", K(s->private_dirty) },
		{ "Referenced", K(s->referenced) },
		{ "Anonymous", K(s->anonymous) },
		{ "LazyFree", 0 }, { "AnonHugePages", 0 },
		{ "ShmemPmdMapped", 0 }, { "FilePmdMapped", 0 },
		{ "Shared_Hugetlb", 0 }, { "Private_Hugetlb", 0 },
		{ "Swap", 0 }, { "SwapPss", 0 },
		{ "Locked", pss_kb(s->locked) },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		smaps_line(m, lines[i].name, lines[i].kb);
}

static const struct {
	unsigned long flag;
	char name[4];
} flag_names[] = {
	{ VM_READ, "rd" }, { VM_WRITE, "wr" }, { VM_EXEC, "ex" },
	{ VM_SHARED, "sh" }, { VM_MAYREAD, "mr" }, { VM_MAYWRITE, "mw" },
	{ VM_MAYEXEC, "me" }, { VM_MAYSHARE, "ms" }, { VM_GROWSDOWN, "gd" },
	{ VM_PFNMAP, "pf" }, { VM_LOCKED, "lo" }, { VM_IO, "io" },
	{ VM_SEQ_READ, "sr" }, { VM_RAND_READ, "rr" }, { VM_DONTCOPY, "dc" },
	{ VM_DONTEXPAND, "de" }, { VM_NORESERVE, "nr" },
	{ VM_DONTDUMP, "dd" }, { VM_MIXEDMAP, "mm" },
};

static void show_smap(struct seq_file *m, struct vm_area_struct *vma,
		      char *page)
{
	struct smaps s = { 0 };

	measure_vma(&s, vma);
	show_vma(m, vma, page);
	smaps_line(m, "Size", (vma->vm_end - vma->vm_start) >> 10);
	smaps_line(m, "KernelPageSize", PAGE_SIZE >> 10);
	smaps_line(m, "MMUPageSize", PAGE_SIZE >> 10);
	smaps_lines(m, &s);
	seq_puts(m, "THPeligible:    0\nVmFlags: ");
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++)
		if (vma->vm_flags & flag_names[i].flag)
			seq_printf(m, "%s ", flag_names[i].name);
	seq_putc(m, '\n');
}

int proc_smaps_show(struct seq_file *m, void *v)
{
	return show_areas(m, show_smap);
}

int proc_smaps_rollup_show(struct seq_file *m, void *v)
{
	struct mm_struct *mm = mm_of(m);
	struct vm_area_struct *vma, *last = NULL, *first;
	struct smaps s = { 0 };

	if (!mm)
		return -ESRCH;
	mmap_read_lock(mm);
	first = vma_first(mm);
	for_each_vma(mm, vma) {
		measure_vma(&s, vma);
		last = vma;
	}
	seq_printf(m, "%08lx-%08lx ---p 00000000 00:00 0 ",
		   first ? first->vm_start : 0, last ? last->vm_end : 0);
	mmap_read_unlock(mm);
	mmput(mm);
	seq_pad(m, 73, 0);
	seq_puts(m, "[rollup]\n");
	smaps_lines(m, &s);
	return 0;
}

/* ---- pagemap ---------------------------------------------------------------- */

#define PM_PRESENT	(1ull << 63)
#define PM_FILE		(1ull << 61)	/* or shared memory */
#define PM_EXCLUSIVE	(1ull << 56)
#define PM_BATCH	(PAGE_SIZE / sizeof(u64))

struct pagemap {
	u64 *entries;
	unsigned long start;
	bool show_pfn;			/* for root only */
};

static int pagemap_entry(unsigned long addr, pte_t pte, void *arg)
{
	struct page *page = counted_page(pte);
	struct pagemap *map = arg;
	u64 entry = PM_PRESENT;

	if (map->show_pfn)
		entry |= pte_pfn(pte);
	if (page && !PageAnon(page))
		entry |= PM_FILE;
	if (page && page_mapcount(page) == 1)
		entry |= PM_EXCLUSIVE;
	map->entries[(addr - map->start) >> PAGE_SHIFT] = entry;
	return 0;
}

/* Entries from *@pos on, a page of them at most. */
static ssize_t pagemap_part(struct mm_struct *mm, struct pagemap *map,
			    char __user *buf, size_t len, loff_t *pos)
{
	const u64 first = (u64)*pos / sizeof(u64);
	size_t nr = min_t(size_t, len / sizeof(u64), PM_BATCH);

	if (first >= TASK_SIZE >> PAGE_SHIFT)
		return 0;
	nr = min_t(u64, nr, (TASK_SIZE >> PAGE_SHIFT) - first);
	map->start = (unsigned long)first << PAGE_SHIFT;
	memset(map->entries, 0, nr * sizeof(u64));
	mmap_read_lock(mm);
	mm_walk(mm, map->start, map->start + (nr << PAGE_SHIFT),
		pagemap_entry, map);
	mmap_read_unlock(mm);
	if (copy_to_user(buf, map->entries, nr * sizeof(u64)))
		return -EFAULT;
	*pos += nr * sizeof(u64);
	return nr * sizeof(u64);
}

static ssize_t pagemap_read(struct file *file, char __user *buf, size_t len,
			    loff_t *pos)
{
	struct pagemap map = { .show_pfn = capable() };
	struct mm_struct *mm;
	ssize_t n = 0;
	size_t done = 0;

	if ((*pos | len) % sizeof(u64))
		return -EINVAL;
	mm = file_mm(file);
	if (!mm)
		return 0;
	map.entries = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!map.entries)
		n = -ENOMEM;
	for (; !n && done < len && !signal_pending(current_task()); done += n) {
		n = pagemap_part(mm, &map, buf + done, len - done, pos);
		if (n <= 0)
			break;
		done += n;
		n = 0;
	}
	kfree(map.entries);
	mmput(mm);
	return done ? (ssize_t)done : n;
}

static int guarded_open(struct inode *inode, struct file *file)
{
	return proc_may_look(what_of(inode));
}

static loff_t any_llseek(struct file *file, loff_t off, int whence)
{
	if (whence == SEEK_CUR)
		off += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	file->f_pos = off;
	return off;
}

const struct file_operations proc_pagemap_operations = {
	.open = guarded_open, .read = pagemap_read, .llseek = any_llseek,
};

/* ---- mem ------------------------------------------------------------------------ */

/* Copy within one page of another address space; bytes. */
static size_t copy_page_part(struct mm_struct *mm, unsigned long addr,
			     void *buf, size_t len, bool write)
{
	struct page *page;
	long n;
	char *kaddr;

	mmap_read_lock(mm);
	n = get_user_pages_remote(mm, addr, 1,
				  FOLL_FORCE | (write ? FOLL_WRITE : 0), &page,
				  NULL);
	mmap_read_unlock(mm);
	if (n != 1)
		return 0;
	kaddr = kmap_local_page(page);
	if (write)
		memcpy(kaddr + offset_in_page(addr), buf, len);
	else
		memcpy(buf, kaddr + offset_in_page(addr), len);
	kunmap_local(kaddr);
	if (write)
		set_page_dirty(page);
	put_page(page);
	return len;
}

static size_t mm_copy(struct mm_struct *mm, unsigned long addr, void *buf,
		      size_t len, bool write)
{
	size_t done = 0, n, got;

	for (; done < len && addr + done < TASK_SIZE; done += got) {
		n = min(len - done, PAGE_SIZE - offset_in_page(addr + done));
		got = copy_page_part(mm, addr + done, buf + done, n, write);
		if (got < n)
			break;
	}
	return done;
}

size_t proc_mm_read(struct mm_struct *mm, unsigned long addr, void *buf,
		    size_t len)
{
	return mm_copy(mm, addr, buf, len, false);
}

/* One page of it, by way of @page. */
static ssize_t mem_part(struct mm_struct *mm, unsigned long addr, char *page,
			char __user *buf, size_t len, bool write)
{
	len = min(len, PAGE_SIZE);
	if (write && copy_from_user(page, buf, len))
		return -EFAULT;
	len = mm_copy(mm, addr, page, len, write);
	if (!len)
		return -EIO;
	return !write && copy_to_user(buf, page, len) ? -EFAULT : (ssize_t)len;
}

static ssize_t mem_rw(struct file *file, char __user *buf, size_t len,
		      loff_t *pos, bool write)
{
	struct mm_struct *mm = file_mm(file);
	char *page;
	ssize_t n = 0;
	size_t done = 0;

	if (!mm)
		return 0;
	page = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!page)
		n = -ENOMEM;
	while (!n && done < len) {
		n = mem_part(mm, (unsigned long)*pos, page, buf + done,
			     len - done, write);
		if (n <= 0)
			break;
		done += n;
		*pos += n;
		n = 0;
	}
	kfree(page);
	mmput(mm);
	return done ? (ssize_t)done : n;
}

static ssize_t mem_read(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	return mem_rw(file, buf, len, pos, false);
}

static ssize_t mem_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	return mem_rw(file, (char __user *)buf, len, pos, true);
}

const struct file_operations proc_mem_operations = {
	.open = guarded_open, .read = mem_read, .write = mem_write,
	.llseek = any_llseek,
};

/* ---- page frames ------------------------------------------------------------------ */

/* As linux/kernel-page-flags.h numbers them. */
static u64 kpageflags_of(const struct page *page)
{
	static const struct { unsigned int ours, theirs; } bits[] = {
		{ PG_locked, 0 }, { PG_error, 1 }, { PG_referenced, 2 },
		{ PG_uptodate, 3 }, { PG_dirty, 4 }, { PG_lru, 5 },
		{ PG_active, 6 }, { PG_slab, 7 }, { PG_writeback, 8 },
		{ PG_free, 10 }, { PG_anon, 12 }, { PG_head, 15 },
		{ PG_table, 26 }, { PG_reserved, 32 },
	};
	u64 flags = page_mapped(page) ? 1ull << 11 : 0;

	for (size_t i = 0; i < ARRAY_SIZE(bits); i++)
		if (page->flags & 1u << bits[i].ours)
			flags |= 1ull << bits[i].theirs;
	return flags;
}

#define KPF_NOPAGE	(1ull << 20)

static u64 frame_flags(unsigned long pfn)
{
	return pfn_valid(pfn) ? kpageflags_of(pfn_to_page(pfn)) : KPF_NOPAGE;
}

static u64 frame_count(unsigned long pfn)
{
	return pfn_valid(pfn) ? (u64)page_mapcount(pfn_to_page(pfn)) : 0;
}

/* A number for every frame, from that of *@pos on. */
static ssize_t frames_read(char __user *buf, size_t len, loff_t *pos,
			   u64 (*what)(unsigned long pfn))
{
	u64 pfn = (u64)*pos / sizeof(u64);
	size_t done = 0;

	if ((*pos | len) % sizeof(u64))
		return -EINVAL;
	for (; done < len && pfn < max_pfn; pfn++, done += sizeof(u64)) {
		u64 val = what((unsigned long)pfn);

		if (copy_to_user(buf + done, &val, sizeof(val)))
			return -EFAULT;
	}
	*pos += done;
	return done;
}

static ssize_t kpagecount_read(struct file *file, char __user *buf, size_t len,
			       loff_t *pos)
{
	return frames_read(buf, len, pos, frame_count);
}

static ssize_t kpageflags_read(struct file *file, char __user *buf, size_t len,
			       loff_t *pos)
{
	return frames_read(buf, len, pos, frame_flags);
}

const struct file_operations proc_kpagecount_operations = {
	.read = kpagecount_read, .llseek = any_llseek,
};

const struct file_operations proc_kpageflags_operations = {
	.read = kpageflags_read, .llseek = any_llseek,
};
