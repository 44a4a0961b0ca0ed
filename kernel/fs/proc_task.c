/* SPDX-License-Identifier: MIT */
/*
 * proc_task.c - the files of /proc/PID that are text, but for its memory.
 *
 * Each takes a view of the process (struct proc_view), prints, and lets go.
 * Without a process to look at (opened from the kernel) they are empty.
 */
#include <octavo/math64.h>
#include "internal.h"

#define CLOCK_TICKS(ns)	((unsigned long)div_u64(ns, NSEC_PER_TICK))

/* Run @print with a view of what @m is about. */
static int show_view(struct seq_file *m,
		     void (*print)(struct seq_file *m,
				   const struct proc_view *view))
{
	struct proc_view *view;
	int err = 0;

	if (!m->private)
		return 0;
	view = kmalloc(sizeof(*view), GFP_KERNEL);
	if (!view)
		return -ENOMEM;
	if (proc_view_get(view, m->private)) {
		print(m, view);
		proc_view_put(view);
	} else {
		err = -ESRCH;
	}
	kfree(view);
	return err;
}

/* ---- memory of the program: arguments, environment, auxiliary vector ------ */

/* As much as there is of a range; a program may have changed its bounds. */
static int show_user_range(struct seq_file *m, struct mm_struct *mm,
			   unsigned long start, unsigned long end)
{
	char *buf = kmalloc(PAGE_SIZE, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	while (start < end) {
		size_t n = min(end - start, PAGE_SIZE);
		size_t got = proc_mm_read(mm, start, buf, n);

		seq_write(m, buf, got);
		if (got < n)
			break;
		start += n;
	}
	kfree(buf);
	return 0;
}

static int show_mm(struct seq_file *m,
		   int (*print)(struct seq_file *m, struct mm_struct *mm))
{
	struct mm_struct *mm = m->private ? proc_mm(m->private) : NULL;
	int err;

	if (!mm)
		return 0;
	err = print(m, mm);
	mmput(mm);
	return err;
}

static int print_cmdline(struct seq_file *m, struct mm_struct *mm)
{
	return show_user_range(m, mm, mm->arg_start, mm->arg_end);
}

int proc_task_cmdline_show(struct seq_file *m, void *v)
{
	return show_mm(m, print_cmdline);
}

static int print_environ(struct seq_file *m, struct mm_struct *mm)
{
	return show_user_range(m, mm, mm->env_start, mm->env_end);
}

int proc_environ_show(struct seq_file *m, void *v)
{
	return show_mm(m, print_environ);
}

/* Words of the initial stack, one at a time. */
static bool stack_word(struct mm_struct *mm, unsigned long *addr,
		       unsigned long *word)
{
	bool ok = proc_mm_read(mm, *addr, word, sizeof(*word)) ==
		  sizeof(*word);

	*addr += sizeof(*word);
	return ok;
}

/* It is where exec put it: behind argc, the arguments and the environment. */
static int print_auxv(struct seq_file *m, struct mm_struct *mm)
{
	unsigned long addr = mm->start_stack, argc, word, pair[2];

	if (!stack_word(mm, &addr, &argc) || argc > PAGE_SIZE * PAGE_SIZE)
		return 0;
	addr += (argc + 1) * sizeof(long);
	do {
		if (!stack_word(mm, &addr, &word))
			return 0;
	} while (word);
	do {
		if (!stack_word(mm, &addr, &pair[0]) ||
		    !stack_word(mm, &addr, &pair[1]))
			return 0;
		seq_write(m, pair, sizeof(pair));
	} while (pair[0] && m->count < m->size && m->count < PAGE_SIZE / 2);
	return 0;
}

int proc_auxv_show(struct seq_file *m, void *v)
{
	return show_mm(m, print_auxv);
}

/* ---- sizes ----------------------------------------------------------------- */

struct mm_sizes {			/* pages */
	unsigned long total, rss, file, data, stack, text, lib, locked, tables;
};

static void measure_area(struct mm_sizes *s, const struct mm_struct *mm,
			 struct vm_area_struct *vma)
{
	const unsigned long flags = vma->vm_flags;

	if (flags & VM_GROWSDOWN)
		s->stack += vma_pages(vma);
	else if (flags & VM_EXEC && vma->vm_start < mm->end_code &&
		 vma->vm_end > mm->start_code)
		s->text += vma_pages(vma);
	else if (flags & VM_EXEC && !(flags & VM_WRITE))
		s->lib += vma_pages(vma);
	else if (flags & VM_WRITE && !(flags & VM_SHARED))
		s->data += vma_pages(vma);
}

static void measure(struct mm_struct *mm, struct mm_sizes *s)
{
	struct vm_area_struct *vma;

	*s = (struct mm_sizes){ 0 };
	if (!mm)
		return;
	mmap_read_lock(mm);
	s->total = mm->total_vm;
	s->locked = mm->locked_vm;
	s->rss = atomic_long_read(&mm->rss);
	s->file = atomic_long_read(&mm->rss_file);
	s->tables = atomic_long_read(&mm->pgtables);
	for_each_vma(mm, vma)
		measure_area(s, mm, vma);
	mmap_read_unlock(mm);
}

/* ---- status ------------------------------------------------------------------ */

static const char *state_name(char state)
{
	switch (state) {
	case 'R':
		return "R (running)";
	case 'T':
		return "T (stopped)";
	case 'Z':
		return "Z (zombie)";
	}
	return "S (sleeping)";
}

static void status_ids(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "Uid:\t%u\t%u\t%u\t%u\n", view->uid[0], view->uid[1],
		   view->uid[2], view->uid[3]);
	seq_printf(m, "Gid:\t%u\t%u\t%u\t%u\n", view->gid[0], view->gid[1],
		   view->gid[2], view->gid[3]);
	seq_printf(m, "FDSize:\t%u\nGroups:\t", view->fd_size);
	for (unsigned int i = 0; view->groups && i < view->groups->nr; i++)
		seq_printf(m, "%u ", view->groups->gid[i]);
	seq_printf(m, "\nNStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\n",
		   view->tgid, view->pid, view->pgid, view->sid);
}

static void status_mm(struct seq_file *m, struct mm_struct *mm)
{
	struct mm_sizes s;

	if (!mm)
		return;
	measure(mm, &s);
	const struct { const char *name; unsigned long pages; } lines[] = {
		{ "VmPeak", s.total }, { "VmSize", s.total },
		{ "VmLck", s.locked }, { "VmPin", 0 },
		{ "VmHWM", s.rss }, { "VmRSS", s.rss },
		{ "RssAnon", s.rss - s.file }, { "RssFile", s.file },
		{ "RssShmem", 0 }, { "VmData", s.data }, { "VmStk", s.stack },
		{ "VmExe", s.text }, { "VmLib", s.lib }, { "VmPTE", s.tables },
		{ "VmSwap", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		seq_printf(m, "%s:\t%8lu kB\n", lines[i].name,
			   lines[i].pages * (PAGE_SIZE / 1024));
}

static void status_mask(struct seq_file *m, const char *name, u64 mask)
{
	seq_printf(m, "%s:\t%016llx\n", name, (unsigned long long)mask);
}

/* Root has all of them: those that Linux 6.1 knows. */
#define ALL_CAPS	0x1ffffffffffull

static void status_caps(struct seq_file *m, const struct proc_view *view)
{
	bool any = !view->uid[0] || !view->uid[1] || !view->uid[2];

	status_mask(m, "CapInh", 0);
	status_mask(m, "CapPrm", any ? ALL_CAPS : 0);
	status_mask(m, "CapEff", view->uid[1] ? 0 : ALL_CAPS);
	status_mask(m, "CapBnd", ALL_CAPS);
	status_mask(m, "CapAmb", 0);
	seq_printf(m, "NoNewPrivs:\t%d\nSeccomp:\t0\n", view->no_new_privs);
}

static void print_status(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "Name:\t%s\nUmask:\t%04o\nState:\t%s\n", view->comm,
		   view->umask, state_name(view->state));
	seq_printf(m, "Tgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n",
		   view->tgid, view->pid, view->ppid);
	status_ids(m, view);
	status_mm(m, view->mm);
	seq_printf(m, "Threads:\t%u\nSigQ:\t%u/%llu\n",
		   max(view->nr_threads, 1u), view->nr_signals,
		   (unsigned long long)view->rlim[RLIMIT_SIGPENDING].rlim_cur);
	status_mask(m, "SigPnd", view->pending);
	status_mask(m, "ShdPnd", view->shared_pending);
	status_mask(m, "SigBlk", view->blocked);
	status_mask(m, "SigIgn", view->ignored);
	status_mask(m, "SigCgt", view->caught);
	status_caps(m, view);
	seq_puts(m, "Cpus_allowed:\t1\nCpus_allowed_list:\t0\n");
	seq_puts(m, "Mems_allowed:\t1\nMems_allowed_list:\t0\n");
	seq_printf(m, "voluntary_ctxt_switches:\t%lu\n", view->switches[0]);
	seq_printf(m, "nonvoluntary_ctxt_switches:\t%lu\n", view->switches[1]);
}

int proc_status_show(struct seq_file *m, void *v)
{
	return show_view(m, print_status);
}

static void print_statm(struct seq_file *m, const struct proc_view *view)
{
	struct mm_sizes s;

	measure(view->mm, &s);
	seq_printf(m, "%lu %lu %lu %lu 0 %lu 0\n", s.total, s.rss, s.file,
		   s.text, s.data + s.stack);
}

int proc_statm_show(struct seq_file *m, void *v)
{
	return show_view(m, print_statm);
}

/* ---- stat ---------------------------------------------------------------------- */

#define PF_FORKNOEXEC	0x40u

/* Fields 14 to 25. */
static void stat_times(struct seq_file *m, const struct proc_view *view)
{
	unsigned long long limit = view->rlim[RLIMIT_RSS].rlim_cur;
	struct mm_sizes s;

	measure(view->mm, &s);
	seq_printf(m, "%lu %lu %lu %lu %d %d %u 0 ",
		   CLOCK_TICKS(view->time.user_ns),
		   CLOCK_TICKS(view->time.kernel_ns),
		   CLOCK_TICKS(view->children.user_ns),
		   CLOCK_TICKS(view->children.kernel_ns), 20 + view->nice, view->nice,
		   view->nr_threads);
	seq_printf(m, "%lu %lu %lu %llu ",
		   CLOCK_TICKS(view->start_ns - kernel.boot_ns),
		   s.total * PAGE_SIZE, s.rss,
		   min_t(unsigned long long, limit, ULONG_MAX));
}

/* An address, for those who may know it. */
static unsigned long shown(const struct mm_struct *mm, bool may,
			   unsigned long addr)
{
	return mm && may ? addr : 0;
}

/* Fields 26 to 30 and 45 to 51. */
#define ADDR(field)	shown(mm, may, mm ? mm->field : 0)

static void print_stat(struct seq_file *m, const struct proc_view *view)
{
	const struct mm_struct *mm = view->mm;
	bool may = task_running() && !proc_may_look(m->private);

	seq_printf(m, "%d (%s) %c %d %d %d %d %d %u 0 0 0 0 ", view->pid,
		   view->comm, view->state, view->ppid, view->pgid, view->sid,
		   view->tty, view->tty_group,
		   view->did_exec ? 0 : PF_FORKNOEXEC);
	stat_times(m, view);
	seq_printf(m, "%lu %lu %lu 0 0 ", ADDR(start_code), ADDR(end_code),
		   ADDR(start_stack));
	seq_printf(m, "%lu %lu %lu %lu 0 0 0 %d 0 0 0 0 0 0 ",
		   (unsigned long)(view->pending & 0x7fffffff),
		   (unsigned long)(view->blocked & 0x7fffffff),
		   (unsigned long)(view->ignored & 0x7fffffff),
		   (unsigned long)(view->caught & 0x7fffffff),
		   view->exit_signal);
	seq_printf(m, "%lu %lu %lu %lu %lu %lu %lu %d\n", ADDR(start_data),
		   ADDR(end_data), ADDR(start_brk), ADDR(arg_start),
		   ADDR(arg_end), ADDR(env_start), ADDR(env_end),
		   may ? view->exit_status : 0);
}

int proc_task_stat_show(struct seq_file *m, void *v)
{
	return show_view(m, print_stat);
}

static void print_schedstat(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "%llu 0 %lu\n",
		   (unsigned long long)(view->time.user_ns +
					view->time.kernel_ns),
		   view->switches[0] + view->switches[1]);
}

int proc_schedstat_show(struct seq_file *m, void *v)
{
	return show_view(m, print_schedstat);
}

/* ---- limits ---------------------------------------------------------------------- */

static const struct {
	const char *name, *unit;
} limit_names[RLIM_NLIMITS] = {
	{ "Max cpu time", "seconds" }, { "Max file size", "bytes" },
	{ "Max data size", "bytes" }, { "Max stack size", "bytes" },
	{ "Max core file size", "bytes" }, { "Max resident set", "bytes" },
	{ "Max processes", "processes" }, { "Max open files", "files" },
	{ "Max locked memory", "bytes" }, { "Max address space", "bytes" },
	{ "Max file locks", "locks" }, { "Max pending signals", "signals" },
	{ "Max msgqueue size", "bytes" }, { "Max nice priority", "" },
	{ "Max realtime priority", "" }, { "Max realtime timeout", "us" },
};

static void print_limit(struct seq_file *m, unsigned long long limit)
{
	if (limit == RLIM_INFINITY)
		seq_printf(m, "%-20s ", "unlimited");
	else
		seq_printf(m, "%-20llu ", limit);
}

static void print_limits(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit",
		   "Hard Limit", "Units");
	for (int i = 0; i < RLIM_NLIMITS; i++) {
		seq_printf(m, "%-25s ", limit_names[i].name);
		print_limit(m, view->rlim[i].rlim_cur);
		print_limit(m, view->rlim[i].rlim_max);
		seq_printf(m, "%-10s\n", limit_names[i].unit);
	}
}

int proc_limits_show(struct seq_file *m, void *v)
{
	return show_view(m, print_limits);
}

/* ---- words -------------------------------------------------------------------------- */

static void print_comm(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "%s\n", view->comm);
}

int proc_comm_show(struct seq_file *m, void *v)
{
	return show_view(m, print_comm);
}

static void print_oom_adj(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "%d\n", view->oom_score_adj);
}

int proc_oom_score_adj_show(struct seq_file *m, void *v)
{
	return show_view(m, print_oom_adj);
}

/* Thousandths of memory in use, moved by the adjustment, from 0 to 2000. */
static void print_oom_score(struct seq_file *m, const struct proc_view *view)
{
	unsigned long ram = max(totalram_pages(), 1ul), used = 0;
	long score;

	if (view->mm)
		used = atomic_long_read(&view->mm->rss) +
		       atomic_long_read(&view->mm->pgtables);
	score = (long)div_u64((u64)used * 1000, (u32)ram) +
		view->oom_score_adj;
	seq_printf(m, "%ld\n", max(score, 0l));
}

int proc_oom_score_show(struct seq_file *m, void *v)
{
	return show_view(m, print_oom_score);
}

/* Nobody keeps the name of what a thread waits in. */
static void print_zero(struct seq_file *m, const struct proc_view *view)
{
	seq_putc(m, '0');
}

int proc_wchan_show(struct seq_file *m, void *v)
{
	return show_view(m, print_zero);
}

static void print_personality(struct seq_file *m, const struct proc_view *view)
{
	seq_printf(m, "%08x\n", view->personality);
}

int proc_personality_show(struct seq_file *m, void *v)
{
	return show_view(m, print_personality);
}

/* The only control group there is. */
static void print_cgroup(struct seq_file *m, const struct proc_view *view)
{
	seq_puts(m, "0::/\n");
}

int proc_cgroup_show(struct seq_file *m, void *v)
{
	return show_view(m, print_cgroup);
}

/* ---- what can be written ------------------------------------------------------------- */

/* A short text from user memory, NUL-terminated; its length or -errno. */
static ssize_t get_text(char *text, size_t size, const char __user *buf,
			size_t len)
{
	len = min(len, size - 1);
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	text[len] = 0;
	return len;
}

/* Threads of the same process may name each other. */
static ssize_t comm_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	char comm[TASK_COMM_LEN] = { 0 };
	ssize_t n = get_text(comm, sizeof(comm), buf, len);
	struct task *task;

	if (n < 0)
		return n;
	lock_tasklist();
	task = proc_task(what_of(file->f_inode));
	if (!task)
		n = -ESRCH;
	else if (task->signal != current_task()->signal)
		n = -EINVAL;
	else
		memcpy(task->thread.comm, comm, sizeof(comm));
	unlock_tasklist();
	return n < 0 ? n : (ssize_t)len;
}

static int parse_int(const char *text, long *val)
{
	bool minus = *text == '-';

	*val = 0;
	for (text += minus; *text >= '0' && *text <= '9'; text++)
		*val = *val * 10 + *text - '0';
	if (minus)
		*val = -*val;
	return *text && *text != '\n' ? -EINVAL : 0;
}

#define OOM_ADJ_MAX	1000

/* Less than it was is for root. */
static ssize_t oom_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	char text[8];
	ssize_t n = get_text(text, sizeof(text), buf, len);
	struct signal_struct *sig;
	long val;

	if (n < 0)
		return n;
	if (parse_int(text, &val) || val < -OOM_ADJ_MAX || val > OOM_ADJ_MAX)
		return -EINVAL;
	lock_tasklist();
	sig = proc_process(what_of(file->f_inode));
	if (!sig)
		n = -ESRCH;
	else if (val < sig->oom_score_adj && !capable())
		n = -EACCES;
	else
		sig->oom_score_adj = (int)val;
	unlock_tasklist();
	return n < 0 ? n : (ssize_t)len;
}

static int show_open(struct inode *inode, struct file *file)
{
	return proc_file_operations.open(inode, file);
}

const struct file_operations proc_comm_operations = {
	.open = show_open, .read = seq_read, .write = comm_write,
	.llseek = seq_lseek, .release = single_release,
};

const struct file_operations proc_oom_operations = {
	.open = show_open, .read = seq_read, .write = oom_write,
	.llseek = seq_lseek, .release = single_release,
};
