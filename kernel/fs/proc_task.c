/* SPDX-License-Identifier: MIT */
/*
 * proc_task.c - the files of /proc/PID.
 *
 * They are about the running task, the only one. Opened from the kernel
 * outside of any task they are empty.
 */
#include <octavo/math64.h>
#include "../internal.h"
#include <octavo/seq_file.h>

/* The address space asked about; NULL: none. */
static struct mm_struct *task_mm(void)
{
	struct task *task = task_running();

	return task ? task->thread.mm : NULL;
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
	seq_printf(m, "%08lx-%08lx %s %08lx %02x:%02x %lu ", vma->vm_start,
		   vma->vm_end, perms, pgoff << PAGE_SHIFT, MAJOR(dev),
		   MINOR(dev), ino);
	show_vma_name(m, vma, page);
}

int proc_maps_show(struct seq_file *m, void *v)
{
	struct mm_struct *mm = task_mm();
	struct vm_area_struct *vma;
	char *page;

	if (!mm)
		return 0;
	page = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	mmap_read_lock(mm);
	for_each_vma(mm, vma)
		show_vma(m, vma, page);
	mmap_read_unlock(mm);
	kfree(page);
	return 0;
}

/* ---- memory of the program: arguments, environment --------------------- */

static int show_user_range(struct seq_file *m, unsigned long start,
			   unsigned long end)
{
	char *buf = kmalloc(256, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	while (start < end) {
		size_t n = min(end - start, 256ul);

		if (copy_from_user(buf, (const char __user *)start, n))
			break;
		seq_write(m, buf, n);
		start += n;
	}
	kfree(buf);
	return 0;
}

int proc_cmdline_show(struct seq_file *m, void *v)
{
	struct mm_struct *mm = task_mm();

	return mm ? show_user_range(m, mm->arg_start, mm->arg_end) : 0;
}

int proc_environ_show(struct seq_file *m, void *v)
{
	struct mm_struct *mm = task_mm();

	return mm ? show_user_range(m, mm->env_start, mm->env_end) : 0;
}

/* ---- status, stat ------------------------------------------------------ */

struct mm_sizes {
	unsigned long total, locked, rss, data, stack, text, tables;	/* pages */
};

static void measure(struct mm_struct *mm, struct mm_sizes *s)
{
	struct vm_area_struct *vma;

	*s = (struct mm_sizes){ 0 };
	if (!mm)
		return;
	s->total = mm->total_vm;
	s->locked = mm->locked_vm;
	s->rss = atomic_long_read(&mm->rss);
	s->tables = atomic_long_read(&mm->pgtables);
	mmap_read_lock(mm);
	for_each_vma(mm, vma) {
		if (vma->vm_flags & VM_GROWSDOWN)
			s->stack += vma_pages(vma);
		else if (vma->vm_flags & VM_EXEC)
			s->text += vma_pages(vma);
		else if (vma->vm_flags & VM_WRITE)
			s->data += vma_pages(vma);
	}
	mmap_read_unlock(mm);
}

int proc_status_show(struct seq_file *m, void *v)
{
	const unsigned long kb = PAGE_SIZE / 1024;
	struct task *t = task_running();
	struct mm_sizes s;

	if (!t)
		return 0;
	measure(t->thread.mm, &s);
	seq_printf(m, "Name:\t%s\nUmask:\t%04o\nState:\tR (running)\n",
		   t->comm, t->fs->umask);
	seq_printf(m, "Tgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n",
		   t->signal->pid, t->pid,
		   t->signal->parent ? t->signal->parent->pid : 0);
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\n", t->uid, t->euid, t->suid,
		   t->euid);
	seq_printf(m, "Gid:\t%u\t%u\t%u\t%u\n", t->gid, t->egid, t->sgid,
		   t->egid);
	seq_printf(m, "FDSize:\t%u\nGroups:\t\n", t->files->max_fds);
	seq_printf(m, "VmPeak:\t%8lu kB\nVmSize:\t%8lu kB\nVmLck:\t%8lu kB\n",
		   s.total * kb, s.total * kb, s.locked * kb);
	seq_printf(m, "VmHWM:\t%8lu kB\nVmRSS:\t%8lu kB\nVmData:\t%8lu kB\n",
		   s.rss * kb, s.rss * kb, s.data * kb);
	seq_printf(m, "VmStk:\t%8lu kB\nVmExe:\t%8lu kB\nVmLib:\t       0 kB\n",
		   s.stack * kb, s.text * kb);
	seq_printf(m, "VmPTE:\t%8lu kB\nVmSwap:\t       0 kB\nThreads:\t1\n",
		   s.tables * kb);
	seq_printf(m, "SigPnd:\t%016llx\nSigBlk:\t%016llx\n",
		   (unsigned long long)t->pending.set,
		   (unsigned long long)t->blocked);
	return 0;
}

int proc_statm_show(struct seq_file *m, void *v)
{
	struct mm_sizes s;

	measure(task_mm(), &s);
	seq_printf(m, "%lu %lu 0 %lu 0 %lu 0\n", s.total, s.rss, s.text,
		   s.data + s.stack);
	return 0;
}

int proc_task_stat_show(struct seq_file *m, void *v)
{
	struct task *t = task_running();
	struct mm_struct *mm = task_mm();
	struct cpu_time time;
	struct mm_sizes s;

	if (!t || !mm)
		return 0;
	time = task_cpu_time(t);
	measure(mm, &s);
	seq_printf(m, "%d (%s) R %d %d %d 0 -1 0 ", t->signal->pid, t->comm,
		   t->signal->parent ? t->signal->parent->pid : 0,
		   t->signal->pgid, t->signal->sid);
	seq_printf(m, "0 0 0 0 %lu %lu 0 0 20 0 1 0 ",
		   (unsigned long)div_u64(time.user_ns, NSEC_PER_TICK),
		   (unsigned long)div_u64(time.kernel_ns, NSEC_PER_TICK));
	seq_printf(m, "%lu %lu %lu %lu ",
		   (unsigned long)div_u64(t->start_ns - kernel.boot_ns,
					  NSEC_PER_TICK),
		   s.total * PAGE_SIZE, s.rss, ~0ul);
	seq_printf(m, "%lu %lu %lu 0 0 ", mm->start_code, mm->end_code,
		   mm->start_stack);
	seq_printf(m, "%lu %lu 0 0 0 0 0 0 17 0 0 0 0 0 0 ",
		   (unsigned long)signals_pending(t), (unsigned long)t->blocked);
	seq_printf(m, "%lu %lu %lu %lu %lu %lu %lu 0\n", mm->start_data,
		   mm->end_data, mm->start_brk, mm->arg_start, mm->arg_end,
		   mm->env_start, mm->env_end);
	return 0;
}

int proc_comm_show(struct seq_file *m, void *v)
{
	struct task *task = task_running();

	if (task)
		seq_printf(m, "%s\n", task->comm);
	return 0;
}

int proc_task_mounts_show(struct seq_file *m, void *v)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL);
	struct super_block *sb;

	if (!page)
		return -ENOMEM;
	list_for_each_entry(sb, &kernel.supers, s_link) {
		const char *path;

		if (!sb->s_mountpoint && sb->s_root != kernel.root)
			continue;
		path = d_path(sb->s_root, page, PATH_MAX);
		seq_printf(m, "%s %s %s rw 0 0\n", sb->s_type,
			   IS_ERR(path) ? "?" : path, sb->s_type);
	}
	kfree(page);
	return 0;
}
