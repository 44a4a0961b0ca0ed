/* SPDX-License-Identifier: MIT */
/*
 * task.c - the life of a user task.
 *
 * See the picture in internal.h. A task is made by kernel_run() in the context
 * that booted, executes its program on its own kernel stack, and ends in
 * do_exit(): everything it held is given back while it is still `current`,
 * then the stack is left for good and kernel_run() frees the rest.
 */
#include "internal.h"

struct kernel_globals kernel;

/* What the first program is to be. */
struct kernel_start {
	const char *path;
	const char *const *argv, *const *envp;
	int err;			/* why it could not start */
};

struct task *task_running(void)
{
	struct task *task = kernel.task;

	return task && current == &task->thread ? task : NULL;
}

static void init_rlimits(struct rlimit64 *rlim)
{
	for (int i = 0; i < RLIM_NLIMITS; i++)
		rlim[i] = (struct rlimit64){ RLIM_INFINITY, RLIM_INFINITY };
	rlim[RLIMIT_STACK].rlim_cur = 8ul << 20;
	rlim[RLIMIT_CORE].rlim_cur = 0;
	rlim[RLIMIT_NOFILE].rlim_cur = 1024;
	rlim[RLIMIT_NOFILE].rlim_max = NR_OPEN_MAX;
}

struct task *task_create(pid_t pid)
{
	struct task *task = kzalloc(sizeof(*task), GFP_KERNEL);

	if (!task)
		return NULL;
	task->stack = (void *)__get_free_pages(GFP_KERNEL, KSTACK_ORDER);
	task->files = files_alloc();
	task->fs = fs_alloc();
	task->sighand = sighand_alloc();
	if (!task->stack || !task->files || !task->fs || !task->sighand) {
		task_free(task);
		return NULL;
	}
	mod_vm_stat(NR_KERNEL_STACK, 1l << KSTACK_ORDER);
	task->pid = task->pgid = task->sid = pid;
	task->start_ns = arch_clock_ns(false);
	task->altstack.ss_flags = SS_DISABLE;
	init_rlimits(task->rlim);
	return task;
}

/* Give back what the task holds, all but itself and its stack. */
static void task_release(struct task *task)
{
	struct mm_struct *mm = task->thread.mm;

	files_put(task->files);
	fs_put(task->fs);
	fput(task->exe);
	sighand_put(task->sighand);
	task->files = NULL;
	task->fs = NULL;
	task->exe = NULL;
	task->sighand = NULL;
	if (!mm)
		return;
	task->thread.mm = NULL;
	if (current == &task->thread)
		arch_switch_mm(NULL);
	mmput(mm);
}

void task_free(struct task *task)
{
	task_release(task);
	if (task->stack) {
		free_pages((unsigned long)task->stack, KSTACK_ORDER);
		if (task->pid)
			mod_vm_stat(NR_KERNEL_STACK, -(1l << KSTACK_ORDER));
	}
	kfree(task);
}

__noreturn void do_exit(int status)
{
	struct task *task = current_task();

	task_release(task);
	task->exit_status = status;
	task->exited = true;
	arch_context_switch(&task->ctx, &kernel.boot_ctx, NULL, 0);
	BUG();
}

/* Where a task's kernel stack begins. */
static void task_start(void)
{
	struct task *task = current_task();
	struct kernel_start *start = (struct kernel_start *)task->start;
	struct exec_args args;
	struct pt_regs regs;
	int err = exec_args_init(&args);

	if (!err)
		err = exec_args_kernel(&args, start->argv, start->envp);
	if (!err)
		err = do_execve(start->path, &args, &regs);
	exec_args_destroy(&args);
	start->err = err;
	if (err)
		do_exit(0);
	arch_enter_user(&regs);
}

/* Descriptors 0, 1 and 2 on the console. */
static int open_standard(struct task *task)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_WRONLY };

	for (int fd = 0; fd < 3; fd++) {
		struct file *file = console_open(fd, flags[fd]);

		if (IS_ERR(file))
			return PTR_ERR(file);
		task->files->fd[fd] = file;
	}
	return 0;
}

/* The path of a program: as given, or in the usual folders. */
static char *find_program(const char *name)
{
	static const char *const dirs[] = {
		"/bin", "/usr/bin", "/sbin", "/usr/sbin",
	};
	char *path = kmalloc(PATH_MAX, GFP_KERNEL);
	struct dentry *dentry;

	if (!path)
		return ERR_PTR(-ENOMEM);
	if (strchr(name, '/')) {
		strscpy(path, name, PATH_MAX);
		return path;
	}
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		snprintf(path, PATH_MAX, "%s/%s", dirs[i], name);
		dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
		if (!IS_ERR(dentry)) {
			dput(dentry);
			return path;
		}
	}
	kfree(path);
	return ERR_PTR(-ENOENT);
}

/* Run @task until it is over. */
static void run_task(struct task *task)
{
	struct task_struct *caller = current;

	kernel.task = task;
	this_cpu()->task = &task->thread;
	arch_context_init(&task->ctx, task->stack, KSTACK_SIZE, task_start);
	arch_context_switch(&kernel.boot_ctx, &task->ctx, task->stack,
			    KSTACK_SIZE);
	this_cpu()->task = caller;
	kernel.task = NULL;
}

int kernel_run(const char *path, const char *const *argv,
	       const char *const *envp, int *status)
{
	struct kernel_start start = { .argv = argv, .envp = envp };
	char *program = find_program(path);
	struct task *task;
	int err = -ENOMEM;

	if (IS_ERR(program))
		return PTR_ERR(program);
	start.path = program;
	task = task_create(1);
	if (!task)
		goto out;
	task->start = &start;
	err = open_standard(task);
	if (!err) {
		run_task(task);
		err = start.err;
		*status = task->exit_status;
	}
	task_free(task);
out:
	kfree(program);
	return err;
}

int kernel_boot(void)
{
	int err;

	kernel = (struct kernel_globals){ .boot_ns = arch_clock_ns(false) };
	err = inode_init();
	if (err)
		return err;
	err = super_init();
	if (err) {
		inode_exit();
		return err;
	}
	err = abi_init();
	if (err) {
		kernel_exit();
		return err;
	}
	err = vfs_mkdir("/tmp", 01777);
	if (!err)
		err = vfs_mkdir("/bin", 0755);
	if (!err)
		err = vfs_mkdir("/etc", 0755);
	if (err)
		kernel_exit();
	return err;
}

void kernel_exit(void)
{
	abi_exit();
	super_exit();
	inode_exit();
}

SYSCALL_DEFINE1(exit, int, code)
{
	do_exit((code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int, code)
{
	do_exit((code & 0xff) << 8);
}
