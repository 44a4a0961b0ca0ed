/* SPDX-License-Identifier: MIT */
/*
 * memfd.c - files in memory without a name, and seals.
 *
 * A seal is a promise that something will not be done to the file any more. It
 * cannot be taken back, so that who is given the file can rely on it. Only
 * files made here have seals: others answer -EINVAL.
 *
 * What each seal stops is asked for where it happens: writing (rw.c),
 * truncating (rw.c), mapping for writing (sys_mm.c).
 *
 * Locking: inode->i_rwsem is held where seals and size must agree.
 */
#include "internal.h"
#include <uapi/mman.h>

#define MFD_NAME_MAX	(NAME_MAX - 6)	/* "memfd:" is before it */
#define MFD_KNOWN	(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | \
			 MFD_EXEC | MFD_HUGETLB)
#define MFD_HUGE_SIZE	(63u << 26)	/* with MFD_HUGETLB: an exponent of 2 */

int sealed_write(const struct file *file, loff_t pos, size_t *len)
{
	const struct inode *inode = file->f_inode;

	if (inode->i_seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
		return -EPERM;
	if (!(inode->i_seals & F_SEAL_GROW) ||
	    pos + (loff_t)*len <= i_size_read(inode))
		return 0;
	/* The pages before the one that would grow. */
	if (pos / (loff_t)PAGE_SIZE * (loff_t)PAGE_SIZE + (loff_t)PAGE_SIZE >
	    i_size_read(inode))
		return -EPERM;
	*len = i_size_read(inode) / (loff_t)PAGE_SIZE * (loff_t)PAGE_SIZE - pos;
	return *len ? 0 : -EPERM;
}

int sealed_resize(const struct inode *inode, loff_t size)
{
	const loff_t now = i_size_read(inode);

	if ((size < now && inode->i_seals & F_SEAL_SHRINK) ||
	    (size > now && inode->i_seals & F_SEAL_GROW))
		return -EPERM;
	return 0;
}

int sealed_mmap(const struct inode *inode, struct mmap_request *req)
{
	if (!(inode->i_seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) ||
	    (req->flags & MAP_TYPE) == MAP_PRIVATE)
		return 0;
	req->may &= ~VM_MAYWRITE;
	return req->prot & PROT_WRITE ? -EPERM : 0;
}

/* Can anybody write to it through a mapping? */
static bool mapped_for_writing(struct inode *inode)
{
	struct address_space *mapping = &inode->i_data;
	struct vm_area_struct *vma;
	bool found = false;

	spin_lock(&mapping->i_mmap_lock);
	list_for_each_entry(vma, &mapping->i_mmap, i_mmap)
		if ((vma->vm_flags & VM_SHARED) &&
		    (vma->vm_flags & VM_MAYWRITE))
			found = true;
	spin_unlock(&mapping->i_mmap_lock);
	return found;
}

static long add_seals(struct file *file, unsigned int seals)
{
	struct inode *inode = file->f_inode;
	long err = 0;

	if (!(file->f_mode & FMODE_WRITE))
		return -EPERM;
	if (seals & ~F_SEAL_ALL)
		return -EINVAL;
	down_write(&inode->i_rwsem);
	if (inode->i_seals & F_SEAL_SEAL)
		err = -EPERM;
	else if (seals & F_SEAL_WRITE && !(inode->i_seals & F_SEAL_WRITE) &&
		 mapped_for_writing(inode))
		err = -EBUSY;
	/* What may be run must not change. */
	if (seals & F_SEAL_EXEC && inode->i_mode & 0111)
		seals |= F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE |
			 F_SEAL_FUTURE_WRITE;
	if (!err)
		inode->i_seals |= seals;
	up_write(&inode->i_rwsem);
	return err;
}

long memfd_fcntl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct inode *inode = file->f_inode;

	if (!inode->i_seals)
		return -EINVAL;
	if (cmd == F_GET_SEALS)
		return inode->i_seals & ~F_SEALABLE;
	return arg >> 31 >> 1 ? -EINVAL : add_seals(file, arg);
}

struct file *memory_file(const char *name, umode_t mode)
{
	struct dentry *dentry = d_alloc(kernel.pipe->s_root, name,
					strlen(name));
	struct inode *inode = dentry ? new_inode(kernel.pipe, S_IFREG | mode) :
				       NULL;
	struct file *file = ERR_PTR(-ENOMEM);

	if (inode) {
		inode->i_nlink = 0;
		dentry->d_inode = inode;
		file = dentry_open(dentry, O_RDWR | O_LARGEFILE);
	}
	dput(dentry);
	return file;
}

/* "memfd:" and the name that the program gives. kfree() it, or ERR_PTR. */
static char *memfd_name(const char __user *uname)
{
	char *name = kmalloc(NAME_MAX + 2, GFP_KERNEL);
	long len;

	if (!name)
		return ERR_PTR(-ENOMEM);
	memcpy(name, "memfd:", 6);
	len = strncpy_from_user(name + 6, uname, MFD_NAME_MAX + 1);
	if (len >= 0 && len <= (long)MFD_NAME_MAX)
		return name;
	kfree(name);
	return ERR_PTR(len < 0 ? -EFAULT : -EINVAL);
}

SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	struct file *file;
	char *name;
	long fd;

	if (flags & ~(MFD_KNOWN | (flags & MFD_HUGETLB ? MFD_HUGE_SIZE : 0)) ||
	    (flags & (MFD_EXEC | MFD_NOEXEC_SEAL)) == (MFD_EXEC | MFD_NOEXEC_SEAL))
		return -EINVAL;
	if (flags & MFD_HUGETLB)
		return -ENODEV;		/* of no size are there any */
	name = memfd_name(uname);
	if (IS_ERR(name))
		return PTR_ERR(name);
	file = memory_file(name, flags & MFD_NOEXEC_SEAL ? 0666 : 0777);
	kfree(name);
	if (IS_ERR(file))
		return PTR_ERR(file);
	file->f_inode->i_seals = F_SEALABLE;
	if (flags & MFD_NOEXEC_SEAL)
		file->f_inode->i_seals |= F_SEAL_EXEC;
	else if (!(flags & MFD_ALLOW_SEALING))
		file->f_inode->i_seals |= F_SEAL_SEAL;
	fd = fd_install(current_task()->files, file, 0, flags & MFD_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}
