/* SPDX-License-Identifier: MIT */
/*
 * shm.c - System V shared memory.
 *
 *	struct shm --> an unlinked file of a page cache <-- mappings
 *
 * A segment is a file that no path names, and a mapping of it counts in
 * nr_attached. One that is removed while it is mapped is marked SHM_DEST and
 * goes with the last mapping.
 *
 * Invariants:
 *  1. An area with shm_vm_ops has its segment in vm_private_data, is counted in
 *     nr_attached and holds a reference to the file.
 *  2. pages_used is the sum over all segments, of the size asked for.
 */
#include "internal.h"
#include <octavo/pagemap.h>
#include <octavo/seq_file.h>
#include <uapi/mman.h>

struct shm {
	struct ipc_object ipc;		/* first */
	struct file *file;
	size_t size;
	unsigned long nr_attached;
	unsigned long long atime, dtime, ctime;
	pid_t creator, last;
};

static unsigned long pages_used;

#define shm_of(obj)	container_of(obj, struct shm, ipc)

static unsigned long pages_of(size_t size)
{
	return DIV_ROUND_UP(size, PAGE_SIZE);
}

static pid_t caller(void)
{
	return current_task()->signal->pid;
}

static unsigned long pages_present(const struct shm *shm)
{
	return shm->file->f_inode->i_data.nrpages;
}

/* ---- life ---------------------------------------------------------------- */

static void shm_free(struct shm *shm)
{
	pages_used -= pages_of(shm->size);
	fput(shm->file);
	kfree(shm);
}

static struct ipc_object *shm_create(s32 key, size_t size, int flags)
{
	struct shm *shm;
	char name[16];
	int err;

	if (size < SHMMIN || size > ipc_limits.shmmax)
		return ERR_PTR(-EINVAL);
	if (size > ULONG_MAX - PAGE_SIZE ||
	    pages_used + pages_of(size) > ipc_limits.shmall)
		return ERR_PTR(-ENOSPC);
	if (flags & SHM_HUGETLB)
		return ERR_PTR(-ENOMEM);
	shm = kzalloc(sizeof(*shm), GFP_KERNEL);
	if (!shm)
		return ERR_PTR(-ENOMEM);
	snprintf(name, sizeof(name), "SYSV%08x", (unsigned int)key);
	shm->file = memory_file(name, 0777);
	if (IS_ERR(shm->file)) {
		kfree(shm);
		return ERR_PTR(-ENOMEM);
	}
	shm->size = size;
	pages_used += pages_of(size);
	err = ipc_add(&shm_ids, &shm->ipc, key, flags);
	if (err) {
		shm_free(shm);
		return ERR_PTR(err);
	}
	i_size_write(shm->file->f_inode, (loff_t)size);
	shm->file->f_inode->i_ino = (u64)shm->ipc.id;
	shm->ctime = ipc_now();
	shm->creator = caller();
	return &shm->ipc;
}

static int shm_fits(const struct ipc_object *obj, size_t size)
{
	return shm_of(obj)->size < size ? -EINVAL : 0;
}

static const struct ipc_ops shm_ops = { shm_create, shm_fits };

/* It goes at once, or when nobody has it mapped any more. */
static void shm_destroy(struct shm *shm)
{
	if (shm->nr_attached) {
		shm->ipc.mode |= SHM_DEST;
		shm->ipc.key = IPC_PRIVATE;
		return;
	}
	ipc_remove(&shm_ids, &shm->ipc);
	shm_free(shm);
}

void shm_exit(void)
{
	struct ipc_object *obj;
	unsigned long index;

	for_each_ipc(&shm_ids, index, obj)
		shm_destroy(shm_of(obj));
	xa_destroy(&shm_ids.objects);
}

/* ---- mappings ------------------------------------------------------------ */

static void shm_vma_open(struct vm_area_struct *vma)
{
	struct shm *shm = vma->vm_private_data;

	shm->nr_attached++;
	shm->atime = ipc_now();
	shm->last = task_running() && current_task()->signal ? caller() :
							       shm->last;
}

static void detached(struct shm *shm)
{
	shm->nr_attached--;
	shm->dtime = ipc_now();
	if (task_running() && current_task()->signal)
		shm->last = caller();
	if (!shm->nr_attached && shm->ipc.mode & SHM_DEST)
		shm_destroy(shm);
}

static void shm_vma_close(struct vm_area_struct *vma)
{
	detached(vma->vm_private_data);
}

static const struct vm_operations_struct shm_vm_ops = {
	.open = shm_vma_open, .close = shm_vma_close, .fault = filemap_fault,
};

/* The address that is asked for, into @req. 0 or -EINVAL. */
static int place(struct mmap_request *req, unsigned long addr, int flags)
{
	req->addr = addr;
	req->flags = MAP_SHARED;
	if (!addr)
		return flags & SHM_REMAP ? -EINVAL : 0;
	if (addr & (SHMLBA - 1) && flags & SHM_RND) {
		req->addr = addr & ~(SHMLBA - 1);
		if (!req->addr && flags & SHM_REMAP)
			return -EINVAL;
	}
	if (req->addr & ~PAGE_MASK)
		return -EINVAL;
	req->flags |= flags & SHM_REMAP ? MAP_FIXED : MAP_FIXED_NOREPLACE;
	return 0;
}

/* Rights of the mapping; those of the segment that they need. */
static unsigned int rights(struct mmap_request *req, int flags)
{
	unsigned int access = S_IRUGO;

	req->prot = PROT_READ;
	req->may = VM_MAYREAD | VM_MAYEXEC;
	if (!(flags & SHM_RDONLY)) {
		req->prot |= PROT_WRITE;
		req->may |= VM_MAYWRITE;
		access |= S_IWUGO;
	}
	if (flags & SHM_EXEC) {
		req->prot |= PROT_EXEC;
		access |= S_IXUGO;
	}
	return access;
}

/* As do_mmap(); the caller's reference to the file is the area's if it works. */
static long shm_attach(struct shm *shm, struct mmap_request *req)
{
	unsigned long addr;

	req->len = shm->size;
	req->vm_ops = &shm_vm_ops;
	req->vm_file = get_file(shm->file);
	req->mapping = &shm->file->f_inode->i_data;
	req->private_data = shm;
	shm->nr_attached++;
	mm_set_limits(current->mm, current_task()->signal);
	addr = vm_mmap(current->mm, req);
	if (IS_ERR_VALUE(addr)) {
		detached(shm);
		fput(req->vm_file);
		return addr == (unsigned long)-EEXIST ? -EINVAL : (long)addr;
	}
	shm->atime = ipc_now();
	shm->last = caller();
	return (long)addr;
}

long ksys_shmat(int id, unsigned long addr, int flags)
{
	struct ipc_object *obj = ipc_find(&shm_ids, id);
	struct mmap_request req = { 0 };
	unsigned int access;
	int err = id < 0 ? -EINVAL : place(&req, addr, flags);

	if (err || !obj)
		return -EINVAL;
	access = rights(&req, flags);
	if (!ipc_permitted(obj, access))
		return -EACCES;
	return shm_attach(shm_of(obj), &req);
}

SYSCALL_DEFINE3(shmat, int, id, unsigned long, addr, int, flags)
{
	return ksys_shmat(id, addr, flags);
}

/* The next piece of the segment that was attached at @addr. */
static struct vm_area_struct *piece_of(struct mm_struct *mm, unsigned long addr,
				       const struct shm *shm)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	for (; vma; vma = vma_next(vma))
		if (vma->vm_ops == &shm_vm_ops &&
		    (!shm || vma->vm_private_data == shm) &&
		    vma->vm_start - (vma->vm_pgoff << PAGE_SHIFT) == addr)
			return vma;
	return NULL;
}

SYSCALL_DEFINE1(shmdt, unsigned long, addr)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	struct shm *shm;
	long err = -EINVAL;

	if (addr & ~PAGE_MASK)
		return -EINVAL;
	mmap_write_lock(mm);
	vma = piece_of(mm, addr, NULL);
	shm = vma ? vma->vm_private_data : NULL;
	while (vma) {
		const bool last = shm->nr_attached == 1;

		err = do_munmap(mm, vma->vm_start, vma->vm_end - vma->vm_start);
		vma = err || last ? NULL : piece_of(mm, addr, shm);
	}
	mmap_write_unlock(mm);
	return err;
}

SYSCALL_DEFINE3(shmget, s32, key, size_t, size, int, flags)
{
	return ipc_get(&shm_ids, &shm_ops, key, size, flags);
}

/* ---- shmctl(2) ----------------------------------------------------------- */

static long put_info(void __user *to)
{
	const struct shminfo64 info = {
		.shmmax = ipc_limits.shmmax, .shmmin = SHMMIN, .shmmni = ipc_limits.shmmni,
		.shmseg = ipc_limits.shmmni, .shmall = ipc_limits.shmall,
	};

	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT :
						       ipc_highest(&shm_ids);
}

static long put_usage(void __user *to)
{
	struct shm_info info = { .used_ids = (int)shm_ids.in_use,
				 .shm_tot = pages_used };
	struct ipc_object *obj;
	unsigned long index;

	for_each_ipc(&shm_ids, index, obj)
		info.shm_rss += pages_present(shm_of(obj));
	return copy_to_user(to, &info, sizeof(info)) ? -EFAULT :
						       ipc_highest(&shm_ids);
}

static long put_stat(int id, int cmd, void __user *to)
{
	const struct ipc_object *obj = cmd == IPC_STAT ?
		ipc_find(&shm_ids, id) : ipc_at(&shm_ids, id);
	const struct shm *shm = shm_of(obj);
	struct shmid64_ds ds = { 0 };

	if (!obj)
		return -EINVAL;
	if (cmd != SHM_STAT_ANY && !ipc_permitted(obj, S_IRUGO))
		return -EACCES;
	ds.shm_perm = ipc_perm_of(obj);
	ds.shm_segsz = shm->size;
	ipc_put_time(ds.shm_atime, shm->atime);
	ipc_put_time(ds.shm_dtime, shm->dtime);
	ipc_put_time(ds.shm_ctime, shm->ctime);
	ds.shm_cpid = shm->creator;
	ds.shm_lpid = shm->last;
	ds.shm_nattch = shm->nr_attached;
	id = cmd == IPC_STAT ? 0 : obj->id;
	return copy_to_user(to, &ds, sizeof(ds)) ? -EFAULT : id;
}

static long shm_lock(struct shm *shm, bool lock)
{
	const u32 euid = current_task()->euid;

	if (!capable() &&
	    ((euid != shm->ipc.uid && euid != shm->ipc.cuid) ||
	     (lock && !rlimit(RLIMIT_MEMLOCK))))
		return -EPERM;
	/* Nothing is ever swapped out: the mark is all there is to it. */
	shm->ipc.mode &= ~SHM_LOCKED;
	shm->ipc.mode |= lock ? SHM_LOCKED : 0;
	return 0;
}

static long shm_set(struct shm *shm, const struct shmid64_ds *ds)
{
	int err = ipc_set_perm(&shm->ipc, &ds->shm_perm);

	if (!err)
		shm->ctime = ipc_now();
	return err;
}

static long shm_change(int id, int cmd, const void __user *from)
{
	struct shmid64_ds ds;
	struct ipc_object *obj;

	if (cmd == IPC_SET && copy_from_user(&ds, from, sizeof(ds)))
		return -EFAULT;
	obj = ipc_find(&shm_ids, id);
	if (!obj)
		return -EINVAL;
	if (cmd == SHM_LOCK || cmd == SHM_UNLOCK)
		return shm_lock(shm_of(obj), cmd == SHM_LOCK);
	if (!ipc_is_mine(obj))
		return -EPERM;
	if (cmd == IPC_SET)
		return shm_set(shm_of(obj), &ds);
	shm_destroy(shm_of(obj));
	return 0;
}

SYSCALL_DEFINE3(shmctl, int, id, int, cmd, void __user *, buf)
{
	if (id < 0)
		return -EINVAL;
	switch (cmd) {
	case IPC_INFO:
		return put_info(buf);
	case SHM_INFO:
		return put_usage(buf);
	case IPC_STAT:
	case SHM_STAT:
	case SHM_STAT_ANY:
		return put_stat(id, cmd, buf);
	case IPC_RMID:
	case IPC_SET:
	case SHM_LOCK:
	case SHM_UNLOCK:
		return shm_change(id, cmd, buf);
	default:
		return -EINVAL;
	}
}

/* ---- /proc/sysvipc/shm --------------------------------------------------- */

int shm_show(struct seq_file *m, void *v)
{
	const int width = sizeof(long) == 8 ? 21 : 10;
	struct ipc_object *obj;
	unsigned long index;

	seq_printf(m, "       key      shmid perms %*s  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime %*s %*s\n",
		   width, "size", width, "rss", width, "swap");
	for_each_ipc(&shm_ids, index, obj) {
		const struct shm *shm = shm_of(obj);

		seq_printf(m, "%10d %10d  %4o %*lu %5u %5u  %5lu %5u %5u %5u %5u %10llu %10llu %10llu %*lu %*lu\n",
			   obj->key, obj->id, obj->mode, width,
			   (unsigned long)shm->size, shm->creator, shm->last,
			   shm->nr_attached, obj->uid, obj->gid, obj->cuid,
			   obj->cgid, shm->atime, shm->dtime, shm->ctime, width,
			   pages_present(shm) << PAGE_SHIFT, width, 0ul);
	}
	return 0;
}
