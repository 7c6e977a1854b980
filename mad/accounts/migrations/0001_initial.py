import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200)),
                ('duty', models.CharField(choices=[('bound', 'Bound'), ('voluntary', 'Voluntary'), ('own', 'Own research')], max_length=10)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(max_length=80, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('full_name', models.CharField(max_length=160)),
                ('role', models.CharField(choices=[('member', 'Member'), ('registrar', 'Registrar'), ('officer', 'Secretariat officer'), ('ethics', 'Ethics officer'), ('auditor', 'Auditor'), ('partner', 'Partner office'), ('administrator', 'Administrator')], max_length=20)),
                ('presiding', models.BooleanField(default=False)),
                ('is_machine', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('language', models.CharField(default='en', max_length=10)),
                ('timezone', models.CharField(default='UTC', max_length=64)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='accounts.office')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['member', 'registrar', 'officer', 'ethics', 'auditor', 'partner', 'administrator'])), name='role_is_known'), models.CheckConstraint(condition=models.Q(('presiding', False), ('role', 'member'), _connector='OR'), name='only_a_member_presides'), models.UniqueConstraint(condition=models.Q(('presiding', True)), fields=('presiding',), name='one_presiding_member'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'partner'), _negated=True), ('office__isnull', False), _connector='OR'), name='a_partner_has_an_office'), models.CheckConstraint(condition=models.Q(('is_machine', False), ('role', 'partner'), _connector='OR'), name='a_machine_is_a_partner'), models.UniqueConstraint(condition=models.Q(('is_machine', True)), fields=('office',), name='one_machine_per_office')],
            },
        ),
        migrations.CreateModel(
            name='OfficeToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='accounts.office')),
            ],
        ),
    ]
