/* SPDX-License-Identifier: MIT */
/*
 * pidfd.c - a process as a file, which is readable when it is over.
 *
 * The file knows a process by its number and by its place among all processes
 * there ever were: another one that gets the number later is not meant.
 */
#include "internal.h"
#include <uapi/fcntl.h>

static DECLARE_WAIT_QUEUE_HEAD(ends);	/* of any process */

struct pidfd {
	pid_t pid;
	u64 serial;
};

/* The process, alive or zombie; or NULL. The tasklist is locked. */
static struct signal_struct *process_of(const struct pidfd *p)
{
	struct signal_struct *sig = find_process(p->pid);

	return sig && sig->serial == p->serial ? sig : NULL;
}

void pidfd_process_over(void)
{
	wake_up_key(&ends, 0, POLLIN);
}

static unsigned int pidfd_poll(struct file *file, struct poll_table_struct *pt)
{
	const struct signal_struct *sig;
	bool over;

	poll_wait(file, &ends, pt);
	lock_tasklist();
	sig = process_of(file->private_data);
	over = !sig || !sig->nr_threads;
	unlock_tasklist();
	return over ? POLLIN | POLLRDNORM : 0;
}

static int pidfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations pidfd_fops = {
	.llseek		= noop_llseek,
	.poll		= pidfd_poll,
	.release	= pidfd_release,
};

long pidfd_create(pid_t pid, u64 serial, unsigned int flags)
{
	struct pidfd *p = kmalloc(sizeof(*p), GFP_KERNEL);
	long fd;

	if (!p)
		return -ENOMEM;
	*p = (struct pidfd){ pid, serial };
	fd = anon_fd("[pidfd]", &pidfd_fops, p,
		     O_RDWR | O_CLOEXEC | (flags & O_NONBLOCK));
	if (fd < 0)
		kfree(p);
	return fd;
}

/* The file was made before its process. */
void pidfd_set(unsigned int fd, const struct signal_struct *sig)
{
	struct fd f = fdget(fd);

	if (f.file && f.file->f_op == &pidfd_fops)
		*(struct pidfd *)f.file->private_data = (struct pidfd){
			sig->pid, sig->serial };
	if (f.file)
		fdput(f);
}

bool pidfd_nonblock(unsigned int fd)
{
	struct fd f = fdget(fd);
	bool yes = f.file && f.file->f_flags & O_NONBLOCK;

	if (f.file)
		fdput(f);
	return yes;
}

pid_t pidfd_pid(unsigned int fd)
{
	const struct signal_struct *sig;
	struct fd f = fdget(fd);
	pid_t pid = -EBADF;

	if (!f.file)
		return -EBADF;
	if (f.file->f_op == &pidfd_fops) {
		lock_tasklist();
		sig = process_of(f.file->private_data);
		pid = sig ? sig->pid : -ESRCH;
		unlock_tasklist();
	}
	fdput(f);
	return pid;
}

pid_t pidfd_or_proc(unsigned int fd)
{
	const struct proc_what *what;
	struct fd f = fdget(fd);
	pid_t pid = -EBADF;

	if (f.file && f.file->f_inode->i_sb == kernel.proc &&
	    S_ISDIR(f.file->f_inode->i_mode)) {
		what = what_of(f.file->f_inode);
		lock_tasklist();
		if (what && what->tgid && !what->tid)
			pid = proc_process(what) ? what->tgid : -ESRCH;
		unlock_tasklist();
	}
	if (f.file)
		fdput(f);
	return pid == -EBADF ? pidfd_pid(fd) : pid;
}

SYSCALL_DEFINE2(pidfd_open, pid_t, pid, unsigned int, flags)
{
	struct signal_struct *sig;
	struct pidfd id = { 0 };

	if (flags & ~(unsigned int)O_NONBLOCK || pid <= 0)
		return -EINVAL;
	lock_tasklist();
	sig = find_process(pid);
	if (sig)
		id = (struct pidfd){ sig->pid, sig->serial };
	unlock_tasklist();
	if (!id.pid)
		return find_task(pid) ? -EINVAL : -ESRCH;
	return pidfd_create(id.pid, id.serial, flags);
}

/* A file of another process, as a descriptor of this one. */
static long get_file_of(pid_t pid, unsigned int fd)
{
	struct file *file = NULL;
	struct files_struct *files;
	struct task *task;
	long err = -ESRCH;

	lock_tasklist();
	task = find_task(pid);
	files = task ? task->files : NULL;
	if (task && !may_trace(task)) {
		err = -EPERM;
	} else if (files) {
		err = -EBADF;
		if (fd < files->max_fds && files->fd[fd])
			file = get_file(files->fd[fd]);
	}
	unlock_tasklist();
	if (!file)
		return err;
	err = fd_install(current_task()->files, file, 0, true);
	if (err < 0)
		fput(file);
	return err;
}

SYSCALL_DEFINE3(pidfd_getfd, unsigned int, pidfd, unsigned int, fd,
		unsigned int, flags)
{
	pid_t pid = pidfd_pid(pidfd);

	if (flags)
		return -EINVAL;
	return pid < 0 ? pid : get_file_of(pid, fd);
}
