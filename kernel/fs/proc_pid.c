/* SPDX-License-Identifier: MIT */
/*
 * proc_pid.c - the directories of processes, threads and descriptors.
 *
 *	/proc/PID/NAME			task_files[]: text about the process
 *	/proc/PID/{exe,cwd,root}	links to what they mean
 *	/proc/PID/{fd,fdinfo}/N		its open files
 *	/proc/PID/task/TID/		the same of one thread
 */
#include "internal.h"
#include <octavo/socket.h>

#define READ_ALL	(S_IFREG | 0444)
#define READ_OWN	(S_IFREG | 0400)
#define WRITE_OWN	(S_IFREG | 0644)

static const struct proc_entry task_files[] = {
	{ "status", proc_status_show, READ_ALL, NULL, false },
	{ "stat", proc_task_stat_show, READ_ALL, NULL, false },
	{ "statm", proc_statm_show, READ_ALL, NULL, false },
	{ "maps", proc_maps_show, READ_ALL, NULL, true },
	{ "smaps", proc_smaps_show, READ_ALL, NULL, true },
	{ "smaps_rollup", proc_smaps_rollup_show, READ_ALL, NULL, true },
	{ "pagemap", NULL, READ_OWN, &proc_pagemap_operations, true },
	{ "mem", NULL, S_IFREG | 0600, &proc_mem_operations, true },
	{ "cmdline", proc_task_cmdline_show, READ_ALL, NULL, false },
	{ "environ", proc_environ_show, READ_OWN, NULL, true },
	{ "auxv", proc_auxv_show, READ_OWN, NULL, true },
	{ "comm", proc_comm_show, WRITE_OWN, &proc_comm_operations, false },
	{ "limits", proc_limits_show, READ_ALL, NULL, false },
	{ "mounts", proc_task_mounts_show, READ_ALL, NULL, false },
	{ "mountinfo", proc_mountinfo_show, READ_ALL, NULL, false },
	{ "oom_score_adj", proc_oom_score_adj_show, WRITE_OWN,
	  &proc_oom_operations, false },
	{ "oom_score", proc_oom_score_show, READ_ALL, NULL, false },
	{ "wchan", proc_wchan_show, READ_ALL, NULL, false },
	{ "schedstat", proc_schedstat_show, READ_ALL, NULL, false },
	{ "personality", proc_personality_show, READ_OWN, NULL, true },
	{ "cgroup", proc_cgroup_show, READ_ALL, NULL, false },
};

enum task_link { LINK_EXE, LINK_CWD, LINK_ROOT, NR_LINKS };
static const char *const link_names[NR_LINKS] = { "exe", "cwd", "root" };

enum task_dir { DIR_FD, DIR_FDINFO, DIR_NET, DIR_TASK, NR_DIRS };

/* ---- finding ------------------------------------------------------------- */

struct signal_struct *proc_process(const struct proc_what *what)
{
	struct signal_struct *sig = find_process(what->tgid);

	return sig && sig->start_ns == what->start_ns ? sig : NULL;
}

/* The thread @tid, or the one that has the number of the process, or any. */
static struct task *thread_of(struct signal_struct *sig, pid_t tid)
{
	struct task *task;

	list_for_each_entry(task, &sig->threads, thread_node)
		if (task->thread.pid == (tid ? tid : sig->pid))
			return task;
	if (tid || list_empty(&sig->threads))
		return NULL;
	return list_first_entry(&sig->threads, struct task, thread_node);
}

struct task *proc_task(const struct proc_what *what)
{
	struct signal_struct *sig = proc_process(what);

	return sig ? thread_of(sig, what->tid) : NULL;
}

static bool is_alive(const struct proc_what *what)
{
	bool alive;

	lock_tasklist();
	alive = what->tid ? proc_task(what) != NULL :
			    proc_process(what) != NULL;
	unlock_tasklist();
	return alive;
}

struct mm_struct *proc_mm(const struct proc_what *what)
{
	struct mm_struct *mm = NULL;
	struct task *task;

	lock_tasklist();
	task = proc_task(what);
	if (task && task->thread.mm) {
		mm = task->thread.mm;
		mmget(mm);
	}
	unlock_tasklist();
	return mm;
}

int proc_may_look(const struct proc_what *what)
{
	const struct task *self = current_task(), *task;
	int err = -ESRCH;

	lock_tasklist();
	task = proc_task(what);
	if (task)
		err = self->signal == task->signal || !self->fsuid ||
		      (self->fsuid == task->uid && self->fsuid == task->euid &&
		       self->fsuid == task->suid && self->fsgid == task->gid &&
		       self->fsgid == task->egid && self->fsgid == task->sgid) ?
			0 : -EACCES;
	else if (proc_process(what))
		err = self->fsuid ? -EACCES : 0;
	unlock_tasklist();
	return err;
}

/* ---- one moment ---------------------------------------------------------- */

static char state_of(const struct signal_struct *sig, const struct task *task)
{
	if (!task)
		return 'Z';
	if (sig->stop_signal)
		return 'T';
	return task->state == TASK_RUNNING ? 'R' : 'S';
}

static void view_signals(struct proc_view *view, const struct task *task)
{
	view->pending = task->pending.set;
	view->blocked = task->blocked;
	for (int i = 0; task->sighand && i < NSIG; i++) {
		const struct k_sigaction *sa = &task->sighand->action[i];

		if (sa->handler == SIG_IGN)
			view->ignored |= 1ull << i;
		else if (sa->handler != SIG_DFL)
			view->caught |= 1ull << i;
	}
}

static void view_thread(struct proc_view *view, struct task *task)
{
	const u32 uid[4] = { task->uid, task->euid, task->suid, task->fsuid };
	const u32 gid[4] = { task->gid, task->egid, task->sgid, task->fsgid };

	memcpy(view->uid, uid, sizeof(uid));
	memcpy(view->gid, gid, sizeof(gid));
	memcpy(view->comm, task->thread.comm, sizeof(view->comm));
	view->groups = task->groups;
	if (view->groups)
		refcount_inc(&view->groups->count);
	view->nice = task->nice;
	view->no_new_privs = task->no_new_privs;
	view->fd_size = task->files ? task->files->max_fds : 0;
	view->umask = task->fs ? task->fs->umask : 0;
	memcpy(view->switches, task->switches, sizeof(view->switches));
	view->personality = task->personality;
	view->mm = task->thread.mm;
	if (view->mm)
		mmget(view->mm);
	view_signals(view, task);
}

static void view_process(struct proc_view *view, struct signal_struct *sig)
{
	view->tgid = sig->pid;
	view->ppid = sig->parent ? sig->parent->pid : 0;
	view->pgid = sig->pgid;
	view->did_exec = sig->did_exec;
	view->tty = (int)tty_nr_of(sig);
	view->tty_group = tty_pgrp_of(sig);
	view->sid = sig->sid;
	view->nr_threads = sig->nr_threads;
	view->exit_signal = sig->exit_signal;
	view->exit_status = sig->exit_status;
	view->oom_score_adj = sig->oom_score_adj;
	view->children = sig->waited;
	memcpy(view->rlim, sig->rlim, sizeof(view->rlim));
	view->shared_pending = sig->pending.set;
}

/* What a zombie has left of itself. */
static void view_zombie(struct proc_view *view, const struct signal_struct *sig)
{
	memcpy(view->comm, sig->comm, sizeof(view->comm));
	for (int i = 0; i < 4; i++) {
		view->uid[i] = sig->dead_uid;
		view->gid[i] = sig->dead_gid;
	}
}

bool proc_view_get(struct proc_view *view, const struct proc_what *what)
{
	struct signal_struct *sig;
	struct task *task;

	memset(view, 0, sizeof(*view));
	lock_tasklist();
	sig = proc_process(what);
	task = sig ? thread_of(sig, what->tid) : NULL;
	if (!sig || (what->tid && !task)) {
		unlock_tasklist();
		return false;
	}
	view_process(view, sig);
	if (task)
		view_thread(view, task);
	else
		view_zombie(view, sig);
	view->state = state_of(sig, task);
	view->pid = what->tid ? what->tid : sig->pid;
	view->start_ns = what->tid ? task->start_ns : sig->start_ns;
	view->time = what->tid ? task_cpu_time(task) : process_cpu_time(sig);
	unlock_tasklist();
	return true;
}

void proc_view_put(struct proc_view *view)
{
	groups_put(view->groups);
	if (view->mm)
		mmput(view->mm);
}

/* ---- making inodes -------------------------------------------------------- */

/* Files belong to the user the process works for. */
static void set_owner(struct inode *inode)
{
	const struct proc_what *what = what_of(inode);
	struct signal_struct *sig;
	struct task *task;

	lock_tasklist();
	task = proc_task(what);
	sig = proc_process(what);
	if (task) {
		inode->i_uid = task->euid;
		inode->i_gid = task->egid;
	} else if (sig) {
		inode->i_uid = sig->dead_uid;
		inode->i_gid = sig->dead_gid;
	}
	unlock_tasklist();
}

static struct inode *pid_inode(struct inode *dir, umode_t mode,
			       const struct inode_operations *i_op,
			       const struct proc_what *what)
{
	struct inode *inode = proc_inode(dir->i_sb, mode, i_op, what);

	if (!IS_ERR(inode))
		set_owner(inode);
	return inode;
}

/* ---- descriptors ----------------------------------------------------------- */

static struct file *file_of(const struct proc_what *what)
{
	struct files_struct *files;
	struct file *file = NULL;
	struct task *task;

	lock_tasklist();
	task = proc_task(what);
	files = task ? task->files : NULL;
	if (files) {
		spin_lock(&files->lock);
		if (what->n < files->max_fds && files->fd[what->n])
			file = get_file(files->fd[what->n]);
		spin_unlock(&files->lock);
	}
	unlock_tasklist();
	return file;
}

int proc_path(struct dentry *dentry, char *buf, size_t size)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL), *path;
	int len;

	if (!page)
		return -ENOMEM;
	path = d_path(dentry, page, PATH_MAX);
	if (IS_ERR(path)) {
		len = PTR_ERR(path);
	} else {
		len = min(strlen(path), size);
		memcpy(buf, path, len);
	}
	kfree(page);
	return len;
}

/* How a file is called that no path leads to. */
static int nameless(const struct file *file, char *buf, size_t size)
{
	const char *name = file->f_dentry->d_name;
	char tmp[NAME_MAX + 32];
	int len;

	if (S_ISFIFO(file->f_inode->i_mode))
		len = snprintf(tmp, sizeof(tmp), "pipe:[%lu]",
			       file->f_inode->i_ino);
	else if (S_ISSOCK(file->f_inode->i_mode))
		len = snprintf(tmp, sizeof(tmp), "socket:[%lu]",
			       file->f_inode->i_ino);
	else if (S_ISREG(file->f_inode->i_mode))
		len = snprintf(tmp, sizeof(tmp), "/%s (deleted)", name);
	else
		len = snprintf(tmp, sizeof(tmp), "anon_inode:%s", name);
	len = min_t(size_t, len, size);
	memcpy(buf, tmp, len);
	return len;
}

static int fd_readlink(struct inode *inode, char *buf, size_t size)
{
	int len = proc_may_look(what_of(inode));
	struct file *file;

	if (len)
		return len == -ESRCH ? -ENOENT : len;
	file = file_of(what_of(inode));
	if (!file)
		return -ENOENT;
	if (file->f_dentry->d_sb == kernel.pipe || sock_from_file(file))
		len = nameless(file, buf, size);
	else
		len = proc_path(file->f_dentry, buf, size);
	fput(file);
	return len;
}

static struct dentry *fd_jump(struct inode *inode)
{
	int err = proc_may_look(what_of(inode));
	struct dentry *dentry;
	struct file *file;

	if (err == -EACCES)
		return ERR_PTR(err);
	file = file_of(what_of(inode));
	if (!file)
		return ERR_PTR(-ENOENT);
	dentry = dget(file->f_dentry);
	fput(file);
	return dentry;
}

static const struct inode_operations fd_link_operations = {
	.readlink = fd_readlink,
	.jump_link = fd_jump,
};

static umode_t fd_mode(const struct file *file)
{
	return S_IFLNK | 0100 | (file->f_mode & FMODE_READ ? 0400 : 0) |
	       (file->f_mode & FMODE_WRITE ? 0200 : 0);
}

static const struct proc_entry fdinfo_entry = {
	.show = proc_fdinfo_show, .guarded = true,
};

/* In fd/ or fdinfo/, of which @dir stands for. */
static struct inode *fd_lookup(struct inode *dir, const char *name, size_t len)
{
	struct proc_what what = *what_of(dir);
	bool info = what.n == DIR_FDINFO;
	struct inode *inode;
	struct file *file;

	if (!proc_number(name, &what.n))
		return ERR_PTR(-ENOENT);
	file = file_of(&what);
	if (!file)
		return ERR_PTR(-ENOENT);
	what.entry = info ? &fdinfo_entry : NULL;
	inode = pid_inode(dir, info ? READ_OWN : fd_mode(file),
			  info ? &simple_inode_operations :
				 &fd_link_operations, &what);
	fput(file);
	if (!IS_ERR(inode) && !info)
		i_size_write(inode, 64);
	return inode;
}

/* The first open descriptor from @from on, or -1. */
static int next_fd(const struct proc_what *what, unsigned int from)
{
	const struct task *task;
	int found = -1;

	lock_tasklist();
	task = proc_task(what);
	for (; task && task->files && from < task->files->max_fds; from++) {
		if (!task->files->fd[from])
			continue;
		found = (int)from;
		break;
	}
	unlock_tasklist();
	return found;
}

static int fd_readdir(struct inode *dir, struct dir_context *ctx)
{
	bool info = what_of(dir)->n == DIR_FDINFO;
	char name[16];
	int fd;

	if (!is_alive(what_of(dir)))
		return -ENOENT;
	while ((fd = next_fd(what_of(dir), ctx->pos)) >= 0) {
		int len = snprintf(name, sizeof(name), "%d", fd);

		ctx->pos = fd;
		if (!dir_emit(ctx, name, len, 1000 + fd,
			      info ? DT_REG : DT_LNK))
			return 0;
		ctx->pos++;
	}
	return 0;
}

static const struct inode_operations fd_dir_operations = {
	.lookup = fd_lookup,
	.readdir = fd_readdir,
};

int proc_fdinfo_show(struct seq_file *m, void *v)
{
	struct file *file = file_of(m->private);

	if (!file)
		return -ENOENT;
	seq_printf(m, "pos:\t%lld\nflags:\t0%o\nmnt_id:\t%u\nino:\t%lu\n",
		   (long long)file->f_pos, file->f_flags,
		   MINOR(file->f_inode->i_sb->s_dev), file->f_inode->i_ino);
	if (file->f_op->show_fdinfo)
		file->f_op->show_fdinfo(m, file);
	fput(file);
	return 0;
}

/* ---- links of a process ----------------------------------------------------- */

static struct dentry *link_target(const struct proc_what *what)
{
	struct dentry *to = NULL;
	struct task *task;

	lock_tasklist();
	task = proc_task(what);
	if (task && what->n == LINK_EXE && task->exe)
		to = dget(task->exe->f_dentry);
	else if (task && what->n == LINK_CWD && task->fs)
		to = dget(task->fs->pwd);
	else if (task && what->n == LINK_ROOT && task->fs)
		to = dget(task->fs->root);
	unlock_tasklist();
	return to ? to : ERR_PTR(-ENOENT);
}

static struct dentry *task_jump(struct inode *inode)
{
	int err = proc_may_look(what_of(inode));

	return err == -EACCES ? ERR_PTR(err) : link_target(what_of(inode));
}

static int task_readlink(struct inode *inode, char *buf, size_t size)
{
	struct dentry *dentry = task_jump(inode);
	int len;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	len = proc_path(dentry, buf, size);
	dput(dentry);
	return len;
}

static const struct inode_operations task_link_operations = {
	.readlink = task_readlink,
	.jump_link = task_jump,
};

/* ---- /proc/PID/task ---------------------------------------------------------- */

static const struct inode_operations task_dir_operations;

static struct inode *threads_lookup(struct inode *dir, const char *name,
				    size_t len)
{
	struct proc_what what = *what_of(dir);

	if (!proc_number(name, &what.n) || !what.n)
		return ERR_PTR(-ENOENT);
	what.tid = (pid_t)what.n;
	if (!is_alive(&what))
		return ERR_PTR(-ENOENT);
	return pid_inode(dir, S_IFDIR | 0555, &task_dir_operations, &what);
}

/* The lowest number of a thread that is @from or higher, or 0. */
static pid_t next_thread(const struct proc_what *what, pid_t from)
{
	struct signal_struct *sig;
	struct task *task;
	pid_t found = 0;

	lock_tasklist();
	sig = proc_process(what);
	if (sig)
		list_for_each_entry(task, &sig->threads, thread_node)
			if (task->thread.pid >= from &&
			    (!found || task->thread.pid < found))
				found = task->thread.pid;
	unlock_tasklist();
	return found;
}

static int threads_readdir(struct inode *dir, struct dir_context *ctx)
{
	char name[16];
	pid_t tid;

	if (!is_alive(what_of(dir)))
		return -ENOENT;
	while ((tid = next_thread(what_of(dir), ctx->pos))) {
		int len = snprintf(name, sizeof(name), "%d", tid);

		ctx->pos = tid;
		if (!dir_emit(ctx, name, len, 50000 + tid, DT_DIR))
			return 0;
		ctx->pos++;
	}
	return 0;
}

static const struct inode_operations threads_dir_operations = {
	.lookup = threads_lookup,
	.readdir = threads_readdir,
};

/* ---- /proc/PID ----------------------------------------------------------------- */

static const struct {
	const char *name;
	umode_t mode;
	const struct inode_operations *i_op;
} task_dirs[NR_DIRS] = {
	[DIR_FD] = { "fd", S_IFDIR | 0500, &fd_dir_operations },
	[DIR_FDINFO] = { "fdinfo", S_IFDIR | 0500, &fd_dir_operations },
	[DIR_NET] = { "net", S_IFDIR | 0555, &proc_net_operations },
	[DIR_TASK] = { "task", S_IFDIR | 0555, &threads_dir_operations },
};

/* A thread's directory has no threads. */
static unsigned int nr_dirs(const struct proc_what *what)
{
	return what->tid ? DIR_TASK : NR_DIRS;
}

static struct inode *file_lookup(struct inode *dir, const char *name,
				 struct proc_what *what)
{
	for (size_t i = 0; i < ARRAY_SIZE(task_files); i++) {
		const struct proc_entry *entry = &task_files[i];
		struct inode *inode;

		if (strcmp(entry->name, name) != 0)
			continue;
		what->entry = entry;
		inode = pid_inode(dir, entry->mode, &simple_inode_operations,
				  what);
		if (!IS_ERR(inode) && entry->fops)
			inode->i_fop = entry->fops;
		return inode;
	}
	return ERR_PTR(-ENOENT);
}

static struct inode *task_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	struct proc_what what = *what_of(dir);

	if (!is_alive(&what))
		return ERR_PTR(-ENOENT);
	for (what.n = 0; what.n < NR_LINKS; what.n++)
		if (strcmp(name, link_names[what.n]) == 0)
			return pid_inode(dir, S_IFLNK | S_IRWXUGO,
					 &task_link_operations, &what);
	for (what.n = 0; what.n < nr_dirs(&what); what.n++)
		if (strcmp(name, task_dirs[what.n].name) == 0)
			return pid_inode(dir, task_dirs[what.n].mode,
					 task_dirs[what.n].i_op, &what);
	return file_lookup(dir, name, &what);
}

static const char *task_name(const struct proc_what *what, loff_t pos,
			     unsigned int *type)
{
	*type = DT_DIR;
	if (pos < nr_dirs(what))
		return task_dirs[pos].name;
	pos -= nr_dirs(what);
	*type = DT_LNK;
	if (pos < NR_LINKS)
		return link_names[pos];
	pos -= NR_LINKS;
	*type = DT_REG;
	return pos < (loff_t)ARRAY_SIZE(task_files) ? task_files[pos].name :
						      NULL;
}

static int task_readdir(struct inode *dir, struct dir_context *ctx)
{
	unsigned int type;
	const char *name;

	if (!is_alive(what_of(dir)))
		return -ENOENT;
	while ((name = task_name(what_of(dir), ctx->pos, &type)))
		if (!proc_emit(ctx, name, 200 + ctx->pos, type))
			return 0;
	return 0;
}

static const struct inode_operations task_dir_operations = {
	.lookup = task_lookup,
	.readdir = task_readdir,
};

/* A number may be that of any thread; who asks so gets the whole process. */
struct inode *proc_pid_inode(struct super_block *sb, unsigned int pid)
{
	struct proc_what what = { .tgid = (pid_t)pid };
	struct signal_struct *sig;
	struct inode *inode;
	struct task *task;

	lock_tasklist();
	sig = find_process((pid_t)pid);
	task = sig ? NULL : find_task((pid_t)pid);
	if (task)
		sig = task->signal;
	if (sig) {
		what.tgid = sig->pid;
		what.start_ns = sig->start_ns;
	}
	unlock_tasklist();
	if (!sig)
		return ERR_PTR(-ENOENT);
	inode = proc_inode(sb, S_IFDIR | 0555, &task_dir_operations, &what);
	if (!IS_ERR(inode))
		set_owner(inode);
	return inode;
}
