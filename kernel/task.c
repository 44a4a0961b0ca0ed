/* SPDX-License-Identifier: MIT */
/*
 * task.c - making and unmaking tasks and processes, and the first one.
 *
 * A struct task is a thread: what is scheduled. A struct signal_struct is a
 * process: what has a number that others know, a parent and children. It
 * outlives its last thread as a zombie, until the parent has asked for it:
 *
 *	signal_struct --threads--> task, task ...	alive
 *	signal_struct --threads--> (none)		zombie
 *
 * kernel_run() makes the first process, becomes the idle task, and returns
 * when no task is left: what the first process leaves behind is killed.
 *
 * Locking: tasklist_lock, interrupts off, for the relations between all these,
 * for signals, and for who is a zombie.
 */
#include "internal.h"
#include <octavo/skbuff.h>

struct kernel_globals kernel;

static DEFINE_SPINLOCK(tasklist_lock);
static unsigned long tasklist_flags;	/* of who holds it */

void lock_tasklist(void)
{
	unsigned long flags = arch_irq_save();

	spin_lock(&tasklist_lock);
	tasklist_flags = flags;
}

void unlock_tasklist(void)
{
	unsigned long flags = tasklist_flags;

	spin_unlock(&tasklist_lock);
	arch_irq_restore(flags);
}

/* What the first program is to be. */
struct kernel_start {
	const char *path;
	const char *const *argv, *const *envp;
	int (*fn)(void *arg);		/* NULL: a program */
	void *arg;
	int err;			/* why it could not start */
};

struct task *task_running(void)
{
	struct task *task = kernel.task;

	return task && current == &task->thread ? task : NULL;
}

/* ---- processes ------------------------------------------------------------ */

struct signal_struct *signal_alloc(struct signal_struct *parent)
{
	struct signal_struct *sig = kzalloc(sizeof(*sig), GFP_KERNEL);

	if (!sig)
		return NULL;
	INIT_LIST_HEAD(&sig->children);
	INIT_LIST_HEAD(&sig->sibling);
	INIT_LIST_HEAD(&sig->threads);
	INIT_LIST_HEAD(&sig->pending.queue);
	INIT_LIST_HEAD(&sig->timers);
	init_waitqueue_head(&sig->child_wait);
	sig->real_timer.fn = real_timer_fired;
	sig->parent = parent;
	sig->start_ns = arch_clock_ns(false);
	sig->serial = ++kernel.last_serial;
	return sig;
}

/* The process is gone: nobody can find it any more. */
void signal_free(struct signal_struct *sig)
{
	if (!sig)
		return;
	timer_stop(&sig->real_timer);
	posix_timers_exit(sig);
	sigpending_flush(&sig->pending);
	kfree(sig);
}

struct signal_struct *find_process(pid_t nr)
{
	return nr > 0 ? xa_load(&kernel.processes, (unsigned long)nr) : NULL;
}

struct task *find_task(pid_t nr)
{
	return nr > 0 ? xa_load(&kernel.tasks, (unsigned long)nr) : NULL;
}

u32 uid_of(const struct signal_struct *sig)
{
	if (list_empty(&sig->threads))
		return sig->uid;
	return list_first_entry(&sig->threads, struct task, thread_node)->uid;
}

/* Is there a thread, process, group or session of that number? */
static bool number_in_use(pid_t nr)
{
	struct signal_struct *sig;
	unsigned long i;

	if (find_process(nr) || find_task(nr))
		return true;
	xa_for_each(&kernel.processes, i, sig)
		if (sig->pgid == nr || sig->sid == nr)
			return true;
	return false;
}

pid_t pid_alloc(void)
{
	for (unsigned int i = 0; i < PID_MAX; i++) {
		if (++kernel.last_pid > PID_MAX) {
			kernel.last_pid = 1;
			kernel.pids_wrapped = true;
		}
		if (!kernel.pids_wrapped || !number_in_use(kernel.last_pid))
			return kernel.last_pid;
	}
	return -EAGAIN;
}

/* Make @task, and its process if it is the first thread, known by number. */
int task_publish(struct task *task)
{
	struct signal_struct *sig = task->signal;
	bool first = list_empty(&sig->threads);
	int err = xa_insert(&kernel.tasks, (unsigned long)task->thread.pid, task,
			    GFP_KERNEL);

	if (!err && first)
		err = xa_insert(&kernel.processes, (unsigned long)sig->pid,
				sig, GFP_KERNEL);
	if (err) {
		xa_erase(&kernel.tasks, (unsigned long)task->thread.pid);
		return err;
	}
	lock_tasklist();
	list_add_tail(&task->thread_node, &sig->threads);
	sig->nr_threads++;
	kernel.nr_tasks++;
	kernel.nr_forks++;
	if (first && sig->parent)
		list_add_tail(&sig->sibling, &sig->parent->children);
	unlock_tasklist();
	return 0;
}

/* ---- threads --------------------------------------------------------------- */

struct task *task_alloc(void)
{
	struct task *task = kmem_cache_zalloc(kernel.task_cache, GFP_KERNEL);

	if (!task)
		return NULL;
	task->stack = (void *)__get_free_pages(GFP_KERNEL, KSTACK_ORDER);
	if (!task->stack) {
		kmem_cache_free(kernel.task_cache, task);
		return NULL;
	}
	mod_vm_stat(NR_KERNEL_STACK, 1l << KSTACK_ORDER);
	INIT_LIST_HEAD(&task->waiting);
	INIT_LIST_HEAD(&task->thread_node);
	INIT_LIST_HEAD(&task->pending.queue);
	task->start_ns = arch_clock_ns(false);
	task->altstack.ss_flags = SS_DISABLE;
	return task;
}

/*
 * Let go of the running task's address space, which may go away. What is loaded
 * until somebody else runs is the parent's, who mostly is the next: most of
 * what is mapped may stay then.
 */
static void leave_mm(struct task *task)
{
	struct signal_struct *parent;
	struct mm_struct *mm = NULL;

	lock_tasklist();
	parent = task->signal ? task->signal->parent : NULL;
	if (parent && !list_empty(&parent->threads))
		mm = list_first_entry(&parent->threads, struct task,
				      thread_node)->thread.mm;
	unlock_tasklist();
	task_load_mm(mm);
}

/* Give back what the task holds, all but itself, its stack, and what others
 * look at as long as it is among the threads of its process. */
void task_release(struct task *task)
{
	struct mm_struct *mm = task->thread.mm;
	struct files_struct *files = task->files;
	struct fs_struct *fs = task->fs;
	struct file *exe = task->exe;

	/* Others may look: at /proc. */
	lock_tasklist();
	task->files = NULL;
	task->fs = NULL;
	task->exe = NULL;
	unlock_tasklist();
	files_put(files);
	fs_put(fs);
	fput(exe);
	if (!mm)
		return;
	if (current == &task->thread && kernel.loaded_mm == mm)
		leave_mm(task);
	task->thread.mm = NULL;
	mmput(mm);
}

void task_free(struct task *task)
{
	task_release(task);
	sighand_put(task->sighand);
	cred_release(task);
	sigpending_flush(&task->pending);
	kfree(task->fork_regs);
	free_pages((unsigned long)task->stack, KSTACK_ORDER);
	mod_vm_stat(NR_KERNEL_STACK, -(1l << KSTACK_ORDER));
	task->is_over = true;
	if (likely(!task->users))
		task_forget(task);
}

void task_forget(struct task *task)
{
	kthread_forget(task->kthread);
	kmem_cache_free(kernel.task_cache, task);
}

void init_rlimits(struct rlimit64 *rlim)
{
	for (int i = 0; i < RLIM_NLIMITS; i++)
		rlim[i] = (struct rlimit64){ RLIM_INFINITY, RLIM_INFINITY };
	rlim[RLIMIT_STACK].rlim_cur = 8ul << 20;
	rlim[RLIMIT_CORE].rlim_cur = 0;
	rlim[RLIMIT_NOFILE].rlim_cur = 1024;
	rlim[RLIMIT_NOFILE].rlim_max = NR_OPEN_MAX;
	rlim[RLIMIT_NPROC] = rlim[RLIMIT_SIGPENDING] = (struct rlimit64){
		kernel.max_tasks / 2, kernel.max_tasks / 2 };
	rlim[RLIMIT_NICE] = rlim[RLIMIT_RTPRIO] = (struct rlimit64){ 0, 0 };
}

/* The first process, number @pid, with one thread. */
struct task *task_create(pid_t pid)
{
	struct task *task = task_alloc();

	if (!task)
		return NULL;
	task->signal = signal_alloc(NULL);
	task->files = files_alloc();
	task->fs = fs_alloc();
	task->sighand = sighand_alloc();
	if (!task->signal || !task->files || !task->fs || !task->sighand) {
		signal_free(task->signal);
		task_free(task);
		return NULL;
	}
	task->thread.pid = task->thread.tgid = task->signal->pid = pid;
	task->signal->pgid = task->signal->sid = pid;
	task->timer_slack = task->default_slack = 50000;
	init_rlimits(task->signal->rlim);
	return task;
}

/* Undo task_create(): the process never ran, or is over and forgotten. */
void task_destroy(struct task *task)
{
	signal_free(task->signal);
	task_free(task);
}

/* ---- the first process ------------------------------------------------------- */

/* Where a task's kernel stack begins. */
static void task_start(void)
{
	struct task *task = current_task();
	struct kernel_start *start = (struct kernel_start *)task->start;
	struct exec_args args;
	struct pt_regs regs;
	int err;

	schedule_tail();
	if (start->fn)
		do_exit((start->fn(start->arg) & 0xff) << 8);
	err = exec_args_init(&args);
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
		struct file *file = console_open(fd,
			arch_console_is_terminal(fd) ? O_RDWR : flags[fd]);

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

/* Run @task, and all that comes of it, to the end. Its wait status. */
static int run_first(struct task *task, int *status)
{
	struct signal_struct *sig = task->signal;
	int err = task_publish(task);
	unsigned long i;

	kernel.first = sig;
	if (err) {
		task_destroy(task);
		return err;
	}
	arch_context_init(&task->ctx, task->stack, KSTACK_SIZE, task_start);
	wake_up_new_task(task);
	sched_run();
	*status = sig->exit_status;
	/* Zombies that nobody asked about are children of the first. */
	xa_for_each(&kernel.processes, i, sig)
		if (sig != kernel.first && !sig->nr_threads)
			forget_process(sig);
	forget_process(kernel.first);
	return 0;
}

int kernel_run_function(const char *name, int (*fn)(void *arg), void *arg,
			int *status)
{
	const struct kernel_start start = { .fn = fn, .arg = arg };
	const pid_t last_pid = kernel.last_pid;
	struct task *task = task_create(pid_alloc());
	int err;

	if (!task)
		return -ENOMEM;
	strscpy(task->thread.comm, name, sizeof(task->thread.comm));
	task->start = &start;
	err = open_standard(task);
	if (err)
		task_destroy(task);
	else
		err = run_first(task, status);
	/* The next has the numbers that it would have without. */
	kernel.last_pid = last_pid;
	return err;
}

static int run_program(const char *path, struct kernel_start start, bool init,
		       int *status)
{
	char *program = find_program(path);
	struct task *task;
	int err = -ENOMEM;

	if (IS_ERR(program))
		return PTR_ERR(program);
	start.path = program;
	task = task_create(pid_alloc());
	if (!task)
		goto out;
	task->start = &start;
	if (init)
		task->signal->unkillable = true;
	else
		console_control(task->signal);
	err = open_standard(task);
	if (err)
		task_destroy(task);
	else
		err = run_first(task, status);
	if (!err)
		err = start.err;
out:
	kfree(program);
	return err;
}

int kernel_run(const char *path, const char *const *argv,
	       const char *const *envp, int *status)
{
	const struct kernel_start start = { .argv = argv, .envp = envp };

	return run_program(path, start, false, status);
}

int kernel_run_init(const char *path, const char *const *argv,
		    const char *const *envp, int *status)
{
	const struct kernel_start start = { .argv = argv, .envp = envp };

	return run_program(path, start, true, status);
}

int kernel_boot(void)
{
	int err;

	kernel = (struct kernel_globals){ .boot_ns = arch_clock_ns(false) };
	strscpy(kernel.hostname, "octavo", sizeof(kernel.hostname));
	strscpy(kernel.domainname, "(none)", sizeof(kernel.domainname));
	arch_random(kernel.boot_id, sizeof(kernel.boot_id));
	xa_init(&kernel.tasks);
	xa_init(&kernel.processes);
	kernel.max_tasks = clamp(totalram_pages() / 32, 64ul,
				 (unsigned long)NR_TASKS_MAX);
	sched_init();
	oom_init();
	vm_file_hooks = (struct vm_file_hooks){ .get = get_file, .put = fput };
	load_init();
	futex_init();
	ipc_init();
	kernel.task_cache = kmem_cache_create("task", sizeof(struct task), 16,
					      0, NULL);
	if (!kernel.task_cache)
		return -ENOMEM;
	tty_console_init();
	err = skb_init();
	if (err)
		goto tasks;
	err = inode_init();
	if (err)
		goto skbs;
	err = super_init();
	if (err)
		goto inodes;
	err = abi_init();
	if (!err)
		err = net_init();
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
inodes:
	inode_exit();
skbs:
	skb_exit();
tasks:
	kmem_cache_destroy(kernel.task_cache);
	load_exit();
	return err;
}

void kernel_exit(void)
{
	kthreads_exit();
	load_exit();
	abi_exit();
	ipc_exit();
	net_exit();
	super_exit();
	inode_exit();
	skb_exit();
	xa_destroy(&kernel.tasks);
	xa_destroy(&kernel.processes);
	kmem_cache_destroy(kernel.task_cache);
}
